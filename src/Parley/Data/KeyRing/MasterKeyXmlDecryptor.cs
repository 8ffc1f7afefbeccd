using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Parley.Data.KeyRing;

/// <summary>Made by the framework, from the type's name in a key's XML: renaming it makes rings unreadable.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<MasterKey>().Decrypt(encryptedElement.Value));
}
