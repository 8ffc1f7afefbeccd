using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Parley.Identity.Passkeys;

/// <summary>What the server must remember between a challenge and its answer, carried by the client, sealed and good once, for five minutes.</summary>
internal sealed class PasskeyState(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = [];

    private IDataProtector Protector => protection.CreateProtector("Parley.Identity.Passkeys.v1");

    /// <param name="purpose">Whose answer it may be, and for what: it is no good for anything else.</param>
    /// <param name="state">As the framework gave it.</param>
    public string Seal(string purpose, string state) =>
        Base64Url.EncodeToString(Protector.CreateProtector(purpose).Protect(Encoding.UTF8.GetBytes($"{(time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds()}\n{state}")));

    /// <summary>Null for what was not sealed for that purpose, is too old, or was opened here before.</summary>
    public string? Open(string purpose, string @sealed)
    {
        if (@sealed.Length > 8000 || !Base64Url.IsValid(@sealed)) return null;
        try
        {
            var text = Encoding.UTF8.GetString(Protector.CreateProtector(purpose).Unprotect(Base64Url.DecodeFromChars(@sealed)));
            var line = text.IndexOf('\n', StringComparison.Ordinal);
            var until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text.AsSpan(0, line), System.Globalization.CultureInfo.InvariantCulture));
            if (until <= time.GetUtcNow()) return null;
            if (_used.Count > MostKept) Forget();
            return _used.TryAdd(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), until) ? text[(line + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private void Forget()
    {
        foreach (var (key, until) in _used)
            if (until <= time.GetUtcNow()) _used.TryRemove(key, out _);
    }
}
