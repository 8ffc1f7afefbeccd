using Microsoft.Extensions.Primitives;
using Parley.Identity.Accounts;
using Parley.Identity.Callers;
using Parley.Identity.Outside;
using Parley.Identity.Passkeys;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>By what a person can prove again who they are, and what they had sent when they were asked to.</summary>
internal sealed class ProofChoices(AccountStore accounts, PasskeyDesk passkeys, OutsideAccounts outside, IdentityOptions options)
{
    // The page's own, which do not go on.
    private static readonly HashSet<string> Own = [Forgery.Field, "password", "proof-code", "returnUrl", "continueTo", "proof-state", "proof-credential"];

    /// <summary>Whether a form may go on to there: it came from there.</summary>
    public static bool IsContinuation(string path) =>
        LocalPath.IsLocal(path) && (path.StartsWith("/settings/", StringComparison.Ordinal) || path.StartsWith("/admin/", StringComparison.Ordinal));

    public async Task<VerifyForm.View> ViewAsync(HttpContext context, string returnUrl, string? continueTo, IEnumerable<KeyValuePair<string, StringValues>> sent)
    {
        var id = CallerIdentity.UserId(context.User);
        var user = await accounts.FindAsync(id, context.RequestAborted);
        var ties = await outside.TiesAsync(id, context.RequestAborted);
        return new(returnUrl, continueTo is { Length: > 0 } path && IsContinuation(path) ? path : null,
            [.. sent.Where(field => !Own.Contains(field.Key)).Select(field => new Choice(field.Key, field.Value.ToString()))],
            user?.PasswordHash is not null, user?.TwoFactorEnabled == true, (await passkeys.ListAsync(id)).Count > 0,
            [.. options.Issuers.Where(issuer => issuer.ClientId.Length > 0 && ties.Contains(issuer.Name)).Select(issuer => new Choice(OutsideSignIn.AddressOf(issuer.Name), issuer.Name))]);
    }
}
