using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Parley.Identity.Accounts;
using Parley.Identity.Callers;
using Parley.Identity.Sessions;

namespace Parley.Identity.Tokens;

/// <summary>Access tokens: signed for ten minutes, checked once, and then known by their digest until they end.</summary>
internal sealed class AccessTokens(TokenKeys keys, SessionEndings endings, TimeProvider time)
{
    public const int MaxLength = 8 * 1024;
    private const int MostKept = 20_000;
    private const string Start = "eyJ";

    private readonly ConcurrentDictionary<TokenDigest, Known> _known = [];

    // As KeyRegistry does: a connection that sends the same header again hands out the same string.
    private readonly ConditionalWeakTable<string, Known> _recognized = [];

    /// <summary>Whether a credential has the shape of a token.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> credential) => credential.StartsWith(Start) && credential.Count('.') == 2;

    public async ValueTask<string> IssueAsync(User user, Guid sessionId, CancellationToken cancellationToken)
    {
        var key = await keys.SigningAsync(cancellationToken);
        var now = time.GetUtcNow();
        var claims = new AccessTokenClaims(AccessTokenClaims.Parley, AccessTokenClaims.Parley, user.Id, sessionId, Guid.CreateVersion7(now).ToString("N"),
            now.ToUnixTimeSeconds(), (now + SessionTimes.Access).ToUnixTimeSeconds(), user.DisplayName, user.Role, user.RightsVersion);
        var text = $"{key.Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, AccessTokenClaims.Json))}";
        return $"{text}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Checks a token, from memory.</summary>
    /// <param name="token">A part of <paramref name="carrier"/>.</param>
    /// <param name="carrier">The header's value; empty where there is none.</param>
    public Verdict Check(ReadOnlySpan<char> token, string carrier)
    {
        if (_recognized.TryGetValue(carrier, out var known)) return Judge(known);
        if (token.Length > MaxLength || !Ascii.IsValid(token)) return Verdict.UnknownToken;
        var digest = TokenDigest.Of(token);
        if (!_known.TryGetValue(digest, out known))
        {
            if (Read(token) is not { } identity) return Verdict.UnknownToken;
            known = Remember(digest, identity, identity.Credential.ExpiresAt!.Value);
        }

        if (carrier.Length > 0) _recognized.AddOrUpdate(carrier, known);
        return Judge(known);
    }

    /// <summary>A token that was checked elsewhere: it is known from now on.</summary>
    /// <param name="token">All of it, ASCII.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="until">When it is to be checked again, if it has not ended by then.</param>
    public Verdict Accept(string token, CallerIdentity identity, DateTimeOffset until) =>
        Remember(TokenDigest.Of(token), identity, until < identity.Credential.ExpiresAt ? until : identity.Credential.ExpiresAt!.Value).Accepted;

    private Known Remember(TokenDigest digest, CallerIdentity identity, DateTimeOffset until)
    {
        if (_known.Count >= MostKept) Forget();
        return _known[digest] = new Known(Verdict.Accept(identity), identity.Credential, Guid.Parse(identity.Caller.UserId!), until);
    }

    private Verdict Judge(Known known)
    {
        if (!endings.IsLoaded) return Verdict.UnknownToken;
        // What an outside issuer said is asked for anew by whoever asked before.
        if (known.Until <= time.GetUtcNow()) return known.Credential.SessionId is null ? Verdict.UnknownToken : Verdict.ExpiredToken;
        return endings.Allow(known.Credential.SessionId, known.UserId, known.Credential.RightsVersion) ? known.Accepted : Verdict.EndedToken;
    }

    /// <summary>The signature first: nothing of the token is read before.</summary>
    private CallerIdentity? Read(ReadOnlySpan<char> token)
    {
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (keys.Find(token[..first]) is not { } key) return null;
        var signed = new byte[last];
        Encoding.ASCII.GetBytes(token[..last], signed);
        if (Decode(token[(last + 1)..]) is not { Length: 64 } signature || !key.Verifies(signed, signature)) return null;
        if (Decode(token[(first + 1)..last]) is not { } payload) return null;
        if (JsonSerializer.Deserialize<AccessTokenClaims>(payload, AccessTokenClaims.Json) is not { Issuer: AccessTokenClaims.Parley, Audience: AccessTokenClaims.Parley } claims) return null;
        return PersonIdentity.Of(claims.UserId, claims.Name, claims.Role,
            new Credential(CredentialKind.Token, claims.SessionId, claims.RightsVersion, DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt)));
    }

    private static byte[]? Decode(ReadOnlySpan<char> text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (digest, known) in _known)
            if (known.Until <= now) _known.TryRemove(digest, out _);
        if (_known.Count >= MostKept) _known.Clear();
    }

    private sealed record Known(Verdict Accepted, Credential Credential, Guid UserId, DateTimeOffset Until);
}
