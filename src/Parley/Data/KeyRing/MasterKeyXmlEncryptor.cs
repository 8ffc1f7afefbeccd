using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Parley.Data.KeyRing;

internal sealed class MasterKeyXmlEncryptor(MasterKey masterKey) : IXmlEncryptor
{
    public const string Element = "masterKeyEncrypted";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(Element, masterKey.Encrypt(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(MasterKeyXmlDecryptor));
}
