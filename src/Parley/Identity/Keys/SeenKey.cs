using System.Security.Cryptography;
using System.Text;

namespace Parley.Identity.Keys;

/// <summary>SHA-256 of a key behind 32 random bytes of this process: tells a key that was checked before, and says nothing
/// about it to whoever reads the memory.</summary>
internal static class SeenKey
{
    public const int Length = SHA256.HashSizeInBytes;

    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    /// <summary>The digest of a key of <see cref="KeyFormat.Length"/> ASCII characters.</summary>
    public static void Digest(ReadOnlySpan<char> key, Span<byte> digest)
    {
        Span<byte> salted = stackalloc byte[32 + KeyFormat.Length];
        Salt.CopyTo(salted);
        Encoding.ASCII.GetBytes(key, salted[32..]);
        SHA256.HashData(salted, digest);
    }
}
