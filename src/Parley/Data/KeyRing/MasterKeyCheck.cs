using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Parley.Shared;

namespace Parley.Data.KeyRing;

/// <summary>Refuses a ring of which nothing can be opened with the master key that is given. Data Protection would pass over its keys, and add a new one.
/// A ring that is open in part still serves: its providers and credentials are told one by one.</summary>
internal sealed class MasterKeyCheck(IOptions<KeyManagementOptions> ring, MasterKey masterKey) : IStartWork
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var keys = ring.Value.XmlRepository!.GetAllElements().Where(element => element.Name == "key").ToList();
        var isReadable = keys.Count == 0 || keys.Any(key => key.Descendants(MasterKeyXmlEncryptor.Element).All(part => masterKey.Opens(part.Value)));
        return isReadable ? Task.CompletedTask : throw new UserError(masterKey.IsGiven
            ? "Parley:MasterKey is not the one that encrypted the key ring. Nothing was changed. Give the one that this database was made with."
            : "The key ring is encrypted with a master key, and none is given. Nothing was changed. Give the one that this database was made with (Parley:MasterKey).");
    }
}
