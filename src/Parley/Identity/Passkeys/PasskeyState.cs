using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Parley.Identity.Passwords;

namespace Parley.Identity.Passkeys;

/// <summary>What the server must remember between a challenge and its answer, carried by the client, sealed and good once, on whatever node, for five minutes.</summary>
internal sealed class PasskeyState(IDataProtectionProvider protection, SignInGuard guard, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private IDataProtector Protector => protection.CreateProtector("Parley.Identity.Passkeys.v1");

    /// <param name="purpose">Whose answer it may be, and for what: it is no good for anything else.</param>
    /// <param name="state">As the framework gave it.</param>
    public string Seal(string purpose, string state) =>
        Base64Url.EncodeToString(Protector.CreateProtector(purpose).Protect(Encoding.UTF8.GetBytes($"{(time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds()}\n{state}")));

    /// <summary>Null for what was not sealed for that purpose, is too old, or was opened before.</summary>
    public async Task<string?> OpenAsync(string purpose, string @sealed, CancellationToken cancellationToken) =>
        Read(purpose, @sealed) is { } text && await guard.TakeOnceAsync(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), cancellationToken)
            ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]
            : null;

    private string? Read(string purpose, string @sealed)
    {
        if (@sealed.Length > 8000 || !Base64Url.IsValid(@sealed)) return null;
        try
        {
            var text = Encoding.UTF8.GetString(Protector.CreateProtector(purpose).Unprotect(Base64Url.DecodeFromChars(@sealed)));
            var line = text.IndexOf('\n', StringComparison.Ordinal);
            var until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text.AsSpan(0, line), System.Globalization.CultureInfo.InvariantCulture));
            return until > time.GetUtcNow() ? text : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
