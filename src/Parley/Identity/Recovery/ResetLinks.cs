using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Parley.Identity.Accounts;

namespace Parley.Identity.Recovery;

/// <summary>One-time tokens that set a new password: sealed by the key ring, so that nothing of them is kept; bound to the password that is to be replaced, so that each is good once.</summary>
internal sealed class ResetLinks(AccountStore accounts, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private const int Bytes = 16 + 8 + 32;

    private IDataProtector Protector => protection.CreateProtector("Parley.Identity.ResetLinks.v1");

    public (string Token, DateTimeOffset ExpiresAt) Create(User user)
    {
        var expiresAt = time.GetMillisecondsNow() + Lifetime;
        Span<byte> bytes = stackalloc byte[Bytes];
        user.Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], expiresAt.ToUnixTimeMilliseconds());
        StateOf(user).CopyTo(bytes[24..]);
        return (Base64Url.EncodeToString(Protector.Protect(bytes.ToArray())), expiresAt);
    }

    /// <summary>Whose token it is, if it is still good.</summary>
    public async Task<User?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > 1000 || !Base64Url.IsValid(token)) return null;
        byte[] bytes;
        try
        {
            bytes = Protector.Unprotect(Base64Url.DecodeFromChars(token));
        }
        catch (CryptographicException)
        {
            return null;
        }

        if (bytes.Length != Bytes || BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(16)) <= time.GetUtcNow().ToUnixTimeMilliseconds()) return null;
        return await accounts.FindAsync(new Guid(bytes.AsSpan(0, 16)), cancellationToken) is { } user && CryptographicOperations.FixedTimeEquals(StateOf(user), bytes.AsSpan(24)) ? user : null;
    }

    private static byte[] StateOf(User user) => SHA256.HashData(Encoding.UTF8.GetBytes($"{user.SecurityStamp}\n{user.PasswordHash}"));
}
