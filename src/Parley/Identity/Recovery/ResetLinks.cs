using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Parley.Identity.Accounts;

namespace Parley.Identity.Recovery;

/// <summary>
/// One-time tokens that set a password: sealed by the key ring, so that nothing of them is kept; bound to the password that is to be replaced, so that each is good once.
/// One that invites the owner of a new account is sealed for that alone: no token of a lost password lives as long.
/// </summary>
internal sealed class ResetLinks(AccountStore accounts, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1), InvitationLifetime = TimeSpan.FromDays(7);
    private const int Bytes = 16 + 8 + 32;

    private IDataProtector Lost => protection.CreateProtector("Parley.Identity.ResetLinks.v1");

    private IDataProtector Invited => protection.CreateProtector("Parley.Identity.ResetLinks.Invitation.v1");

    /// <summary>For whoever lost a password.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Create(User user) => Create(user, Lost, Lifetime);

    /// <summary>For the owner of an account that somebody else made.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Invite(User user) => Create(user, Invited, InvitationLifetime);

    /// <summary>Whether a token is an invitation: it may be too old or used.</summary>
    public bool IsInvitation(string token) => Open(token, Invited) is not null;

    /// <summary>Whose token it is, if it is still good.</summary>
    public async Task<User?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var lost = Open(token, Lost);
        if ((lost ?? Open(token, Invited)) is not { } bytes || BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(16)) <= time.GetUtcNow().ToUnixTimeMilliseconds()) return null;
        if (await accounts.FindAsync(new Guid(bytes.AsSpan(0, 16)), cancellationToken) is not { } user || !CryptographicOperations.FixedTimeEquals(StateOf(user), bytes.AsSpan(24))) return null;
        // Who came in by an outside issuer meanwhile has no password either, but is in: the letter that invited them opens nothing any more.
        return lost is not null || await accounts.IsAwaitedAsync(user, cancellationToken) ? user : null;
    }

    private (string Token, DateTimeOffset ExpiresAt) Create(User user, IDataProtector protector, TimeSpan lifetime)
    {
        var expiresAt = time.GetMillisecondsNow() + lifetime;
        Span<byte> bytes = stackalloc byte[Bytes];
        user.Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], expiresAt.ToUnixTimeMilliseconds());
        StateOf(user).CopyTo(bytes[24..]);
        return (Base64Url.EncodeToString(protector.Protect(bytes.ToArray())), expiresAt);
    }

    private static byte[]? Open(string token, IDataProtector protector)
    {
        if (token.Length > 1000 || !Base64Url.IsValid(token)) return null;
        try
        {
            return protector.Unprotect(Base64Url.DecodeFromChars(token)) is { Length: Bytes } bytes ? bytes : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] StateOf(User user) => SHA256.HashData(Encoding.UTF8.GetBytes($"{user.SecurityStamp}\n{user.PasswordHash}"));
}
