using System.Security.Cryptography;

namespace Parley.Gateway.Messages;

/// <summary>
/// Names of requests, <c>req_</c> and 26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 random
/// bits (the layout of ULID), so that ids sort by time and never repeat across nodes.
/// </summary>
public static class RequestId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int RandomBytes = 16;

    // Taken from the system's generator in larger portions: asking it for each id costs more than the id.
    [ThreadStatic]
    private static byte[]? _portion;

    [ThreadStatic]
    private static int _used;

    /// <summary>A new id.</summary>
    public static string New(TimeProvider time) => string.Create(30, time.GetUtcNow().ToUnixTimeMilliseconds(), static (text, milliseconds) =>
    {
        "req_".CopyTo(text);
        for (var i = 13; i >= 4; i--, milliseconds >>= 5) text[i] = Alphabet[(int)(milliseconds & 31)];
        var random = NextRandom();
        for (var i = 0; i < RandomBytes; i++) text[14 + i] = Alphabet[random[i] & 31];
    });

    private static ReadOnlySpan<byte> NextRandom()
    {
        var portion = _portion;
        if (portion is null || _used == portion.Length)
        {
            _portion = portion ??= new byte[64 * RandomBytes];
            RandomNumberGenerator.Fill(portion);
            _used = 0;
        }

        _used += RandomBytes;
        return portion.AsSpan(_used - RandomBytes, RandomBytes);
    }
}
