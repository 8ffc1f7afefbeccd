using Microsoft.AspNetCore.DataProtection;
using Secret = Parley.Gateway.Routing.Secret;

namespace Parley.Providers.Registry;

/// <summary>Seals upstream credentials for the database. The provider's name is part of the seal: a sealed credential
/// copied into another provider's row, to be sent to another host, does not open.</summary>
internal sealed class CredentialSealer(IDataProtectionProvider protection)
{
    public string Seal(string provider, Secret secret) => Protector(provider).Protect(secret.Reveal());

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the key ring or the master
    /// key is not the one it was sealed with.</summary>
    public Secret Open(string provider, string sealedText) => new(Protector(provider).Unprotect(sealedText));

    private IDataProtector Protector(string provider) => protection.CreateProtector("Parley.Providers.Credentials.v1", provider);
}
