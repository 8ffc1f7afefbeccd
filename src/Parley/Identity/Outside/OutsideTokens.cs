using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Parley.Identity.Accounts;
using Parley.Identity.Callers;
using Parley.Identity.Tokens;

namespace Parley.Identity.Outside;

/// <summary>Bearer tokens of outside issuers. What was found out holds for a few seconds: then signature and account are looked at again, because nobody tells us when either ends.</summary>
internal sealed class OutsideTokens(IEnumerable<Issuer> issuers, OutsideAccounts accounts, AccessTokens known, TimeProvider time)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(4);
    private readonly Issuer[] _issuers = [.. issuers];

    public bool AreAny => _issuers.Length > 0;

    /// <summary>A token of one of the issuers, by its own word; null for any other.</summary>
    public JsonWebToken? Read(string text)
    {
        if (!AccessTokens.LooksLikeOne(text) || text.Length > AccessTokens.MaxLength || !Ascii.IsValid(text)) return null;
        try
        {
            var token = new JsonWebToken(text);
            return Array.Exists(_issuers, issuer => issuer.Issued(token)) ? token : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public async ValueTask<Verdict> CheckAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        var issuer = Array.Find(_issuers, i => i.Issued(token))!;
        if (await issuer.CheckAsync(token, cancellationToken) is not { } good) return Verdict.UnknownToken;
        var identity = new ClaimsIdentity(good.Claims);
        var user = await accounts.FindAsync(issuer.Options, good.Subject ?? "", Claim(identity, "email"), Claim(identity, "email_verified") is "true" or "True", Claim(identity, "name"), cancellationToken);
        if (user is null) return Verdict.NoAccount;
        var until = new DateTimeOffset(good.ValidTo, TimeSpan.Zero);
        var caller = PersonIdentity.Of(user.Id, user.DisplayName, user.Role, new Credential(CredentialKind.Token, SessionId: null, user.RightsVersion, until));
        return known.Accept(token.EncodedToken, caller, time.GetUtcNow() + Trusted);
    }

    private static string? Claim(ClaimsIdentity identity, string type) => identity.FindFirst(type)?.Value;
}
