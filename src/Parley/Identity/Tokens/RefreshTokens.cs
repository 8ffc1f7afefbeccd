using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Parley.Identity.Keys;

namespace Parley.Identity.Tokens;

/// <summary>
/// Writes and reads refresh tokens: <c>plr_</c> and base64url of session, generation, 32 random bytes, and a code that only this installation can make. Opaque to their
/// holders. The code tells a token that was good once from one that somebody made up, so that no row is kept for each of the old ones; the
/// database holds the hash of the one that is good now.
/// </summary>
internal sealed class RefreshTokens(PepperStore pepper)
{
    public const string Prefix = "plr_";
    private const int CodeStart = 16 + 4 + 32, CodeBytes = 16, Bytes = CodeStart + CodeBytes;

    private byte[]? _key;

    public async ValueTask<(string Token, byte[] Hash)> CreateAsync(Guid sessionId, int generation, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(cancellationToken);
        var bytes = new byte[Bytes];
        sessionId.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), generation);
        RandomNumberGenerator.Fill(bytes.AsSpan(20, 32));
        HMACSHA256.HashData(key, bytes.AsSpan(0, CodeStart)).AsSpan(0, CodeBytes).CopyTo(bytes.AsSpan(CodeStart));
        var token = Prefix + Base64Url.EncodeToString(bytes);
        return (token, HashOf(token));
    }

    /// <summary>Null for what this installation did not make.</summary>
    public async ValueTask<RefreshToken?> ReadAsync(string token, CancellationToken cancellationToken) => Read(token, await KeyAsync(cancellationToken));

    private static RefreshToken? Read(string token, byte[] key)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (token.Length != Prefix.Length + Base64Url.GetEncodedLength(Bytes) || !token.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        if (!Base64Url.TryDecodeFromChars(token.AsSpan(Prefix.Length), bytes, out var written) || written != Bytes) return null;
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, bytes[..CodeStart]).AsSpan(0, CodeBytes), bytes[CodeStart..])) return null;
        return new RefreshToken(new Guid(bytes[..16]), BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), HashOf(token));
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken) => _key ??= (await pepper.LoadAsync(cancellationToken)).Derive("Parley refresh tokens v1");
}
