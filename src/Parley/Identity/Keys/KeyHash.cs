using System.Security.Cryptography;
using System.Text;

namespace Parley.Identity.Keys;

/// <summary>HMAC-SHA256 of a key under the server's pepper: what is kept of a key. Whoever reads the table cannot use it,
/// whoever writes to it cannot add a key of their own without the pepper.</summary>
internal sealed class KeyHash(ReadOnlyMemory<byte> pepper)
{
    public const int Length = HMACSHA256.HashSizeInBytes;

    public byte[] Of(string key)
    {
        var hash = new byte[Length];
        Write(key, hash);
        return hash;
    }

    /// <summary>Compares in fixed time.</summary>
    public bool Matches(ReadOnlySpan<char> key, ReadOnlySpan<byte> kept)
    {
        Span<byte> hash = stackalloc byte[Length];
        Write(key, hash);
        return CryptographicOperations.FixedTimeEquals(hash, kept);
    }

    /// <summary>A key for another purpose, which tells nothing about the pepper.</summary>
    public byte[] Derive(string purpose) => HMACSHA256.HashData(pepper.Span, Encoding.UTF8.GetBytes(purpose));

    private void Write(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> ascii = stackalloc byte[KeyFormat.Length];
        HMACSHA256.HashData(pepper.Span, ascii[..Encoding.ASCII.GetBytes(key, ascii)], hash);
    }
}
