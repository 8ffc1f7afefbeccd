using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Identity.Tokens;

/// <summary>SHA-256 of a token behind 32 random bytes of this process: tells one that was checked before, and says nothing about it to whoever reads the memory.</summary>
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    /// <summary>The digest of a token of <see cref="AccessTokens.MaxLength"/> characters at most, all of them ASCII.</summary>
    public static TokenDigest Of(ReadOnlySpan<char> token)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Salt.Length + token.Length);
        Salt.CopyTo(rented, 0);
        var length = Encoding.ASCII.GetBytes(token, rented.AsSpan(Salt.Length));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(rented.AsSpan(0, Salt.Length + length), hash);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        var parts = MemoryMarshal.Cast<byte, ulong>(hash);
        return new TokenDigest(parts[0], parts[1], parts[2], parts[3]);
    }
}
