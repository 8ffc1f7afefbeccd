using Microsoft.AspNetCore.DataProtection;

namespace Parley.Identity.Pages;

/// <summary>What somebody proved in the first step of a sign-in, sealed and on its way through the browser to the second.</summary>
internal sealed class FirstProof(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(5);

    private ITimeLimitedDataProtector Protector => protection.CreateProtector("Parley.Identity.FirstProof.v1").ToTimeLimitedDataProtector();

    public string Seal(string email, string password) => Protector.Protect($"{email}\n{password}", Good);

    /// <summary>Null for one that is too old, or was not made here.</summary>
    public (string Email, string Password)? Open(string text)
    {
        try
        {
            return Protector.Unprotect(text).Split('\n', 2) is [var email, var password] ? (email, password) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
