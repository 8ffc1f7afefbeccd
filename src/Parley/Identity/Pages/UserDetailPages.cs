using Parley.Identity.Accounts;
using Parley.Identity.Keys;
using Parley.Identity.Outside;
using Parley.Identity.Passkeys;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/admin/users/ID</c>: one account, its sessions and its keys.</summary>
internal static class UserDetailPages
{
    private const int MostSessions = 100, MostKeys = 200;

    public static void MapUserDetailPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(UserPages.Path + "/{id:guid}").RequireAuthorization(Policies.Admin);
        group.MapGet("", ShowAsync);
        group.MapPost("/sessions/end", EndAllAsync);
        group.MapPost("/sessions/{session:guid}/end", EndAsync);
        group.MapPost("/keys/{key}/revoke", RevokeAsync);
        group.MapPost("/totp/remove", RemoveTotpAsync).AddEndpointFilter<PageStepUp>();
    }

    private static async Task<IResult> ShowAsync(
        Guid id, HttpContext context, PageContext page, AccountStore accounts, SessionStore sessions, KeyStore keys, PasskeyDesk passkeys, OutsideAccounts outside, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(id, cancellationToken) is not { } user) return TypedResults.NotFound();
        List<string> proofs = user.PasswordHash is null ? [] : ["password"];
        var devices = (await passkeys.ListAsync(id)).Count;
        if (devices > 0) proofs.Add(devices == 1 ? "a passkey" : $"{devices} passkeys");
        proofs.AddRange(await outside.TiesAsync(id, cancellationToken));
        var (now, own) = (time.GetUtcNow(), CallerIdentity.Of(context.User)?.Credential.SessionId);
        return PageResult.Of<UserPage>(new UserPage.View(id, user.DisplayName, user.Email!, user.Role == AccountRole.Admin, id == page.Viewer?.Id, user.CreatedAt, user.DisabledAt, user.TwoFactorEnabled, proofs,
            [.. (await sessions.ListAsync(id, null, MostSessions, cancellationToken)).Select(s => new UserPage.SessionRow(s.Id, DeviceName.Of(s.UserAgent), s.Kind == SessionKind.Browser, s.Method, s.Address, s.LastSeenAt, s.Id == own))],
            [.. (await keys.ListAsync(null, MostKeys, KeyView.OfPerson(id), cancellationToken)).Where(k => k.RevokedAt is null && !(k.ExpiresAt <= now))
                .Select(k => new UserPage.KeyRow(k.Id, k.Name, KeyFormat.Shown(k.Id), string.Join(", ", k.ScopeList), k.CreatedAt, k.ExpiresAt))]));
    }

    private static async Task<IResult> EndAllAsync(Guid id, SessionStore sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(id, cancellationToken);
        return PageResult.Go($"{UserPages.Path}/{id}", "All sessions have ended.");
    }

    private static async Task<IResult> EndAsync(Guid id, Guid session, SessionStore sessions, CancellationToken cancellationToken) => await sessions.EndAsync(id, session, cancellationToken)
        ? PageResult.Go($"{UserPages.Path}/{id}", "That session has ended.") : PageResult.GoBack($"{UserPages.Path}/{id}", "That session had ended already.");

    private static async Task<IResult> RevokeAsync(Guid id, string key, KeyStore keys, CancellationToken cancellationToken) =>
        (await keys.RevokeAsync(key, IfMatch.Any, KeyView.OfPerson(id), cancellationToken)).Key is { } revoked
            ? PageResult.Go($"{UserPages.Path}/{id}", $"{revoked.Name} is revoked: the next request with it is refused.") : PageResult.GoBack($"{UserPages.Path}/{id}", "There is no such key any more.");

    private static async Task<IResult> RemoveTotpAsync(Guid id, SecondFactors factors, CancellationToken cancellationToken) => await factors.RemoveAsync(id, cancellationToken)
        ? PageResult.Go($"{UserPages.Path}/{id}", "No code is asked of them any more. Hand them a link for a new password, too, if they lost that.") : PageResult.GoBack($"{UserPages.Path}/{id}", "No code was asked of them.");
}
