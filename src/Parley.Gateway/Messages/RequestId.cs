using System.Security.Cryptography;

namespace Parley.Gateway.Messages;

/// <summary>
/// Names of requests, <c>req_</c> and 26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 random
/// bits (the layout of ULID), so that ids sort by time and never repeat across nodes.
/// </summary>
public static class RequestId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new id.</summary>
    public static string New(TimeProvider time) => string.Create(30, time.GetUtcNow().ToUnixTimeMilliseconds(), static (text, milliseconds) =>
    {
        "req_".CopyTo(text);
        for (var i = 13; i >= 4; i--, milliseconds >>= 5) text[i] = Alphabet[(int)(milliseconds & 31)];
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        for (var i = 0; i < 16; i++) text[14 + i] = Alphabet[random[i] & 31];
    });
}
