using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Secret = Parley.Gateway.Routing.Secret;

namespace Parley.Providers.Registry;

/// <summary>Seals upstream credentials for the database. The provider's name is part of the seal: a sealed credential
/// copied into another provider's row, to be sent to another host, does not open.</summary>
internal sealed class CredentialSealer(IDataProtectionProvider protection)
{
    public string Seal(string provider, Secret secret) => Protector(provider).Protect(secret.Reveal());

    /// <summary>Throws <see cref="CryptographicException"/> when the key ring or the master
    /// key is not the one it was sealed with.</summary>
    public Secret Open(string provider, string sealedText) => new(Protector(provider).Unprotect(sealedText));

    /// <summary>Null when the key ring or the master key is another.</summary>
    public Secret? TryOpen(string provider, string sealedText)
    {
        try
        {
            return Open(provider, sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string provider) => protection.CreateProtector("Parley.Providers.Credentials.v1", provider);
}
