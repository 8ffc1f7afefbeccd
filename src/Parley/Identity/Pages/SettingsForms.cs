using Parley.Identity.Accounts;
using Parley.Identity.Keys;
using Parley.Identity.Passwords;
using Parley.Identity.Sessions;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>What the account's sections of <c>/settings</c> send.</summary>
internal static class SettingsForms
{
    public static void MapSettingsForms(this RouteGroupBuilder pages)
    {
        var settings = pages.MapGroup("/settings").RequireAuthorization(Policies.Account);
        settings.MapPost("/profile", ChangeProfileAsync);
        settings.MapPost("/appearance", ChangeTheme);
        settings.MapPost("/password", ChangePasswordAsync);
        settings.MapPost("/sessions/{id:guid}/end", EndSessionAsync);
        settings.MapPost("/keys", CreateKeyAsync);
        settings.MapPost("/keys/{id}/revoke", RevokeKeyAsync);
    }

    private static async Task<IResult> ChangeProfileAsync(HttpContext context, FormState form, AccountStore accounts, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<string, string[]>();
        AccountRules.DisplayName(form["displayName"], problems);
        foreach (var (field, messages) in problems) form.Fail(field, AccountPages.Sentence(field, messages));
        if (!form.IsValid) return new SettingsResult("profile");
        await accounts.ChangeAsync(CallerIdentity.UserId(context.User), user => user.DisplayName = form["displayName"].Trim(), cancellationToken);
        return PageResult.Go("/settings/profile", "Saved.");
    }

    private static IResult ChangeTheme(HttpContext context, FormState form)
    {
        if (!Enum.TryParse<Ui.Theme>(form["theme"], ignoreCase: true, out var theme)) return new SettingsResult("appearance");
        ThemeCookie.Keep(context, theme);
        return PageResult.Go("/settings/appearance", "Saved.");
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext context, FormState form, AccountStore accounts, PasswordDesk desk, CancellationToken cancellationToken)
    {
        var id = CallerIdentity.UserId(context.User);
        if (await accounts.FindAsync(id, cancellationToken) is not { } user) return PageResult.Go("/login");
        var problems = new Dictionary<string, string[]>();
        AccountRules.Password(form["newPassword"], user.Email!, problems, "newPassword");
        foreach (var (field, messages) in problems) form.Fail(field, AccountPages.Sentence(field, messages));
        if (!form.IsValid) return new SettingsResult("security");
        if (await desk.CheckAsync(user.PasswordHash, form["currentPassword"], cancellationToken) is PasswordCheck.Wrong) form.Fail("currentPassword", "This is not your password. Nothing was changed.");
        else if (await desk.HashAsync(form["newPassword"], cancellationToken) is { } hash)
        {
            await accounts.SetPasswordAsync(id, hash, CallerIdentity.Of(context.User)?.Credential.SessionId, cancellationToken);
            return PageResult.Go("/settings/security", "Your password is changed. Everywhere else you are signed out.");
        }
        else form.Fail("Too many people sign in at this moment. Nothing was changed; try again in a few seconds.");
        return new SettingsResult("security");
    }

    private static async Task<IResult> EndSessionAsync(Guid id, HttpContext context, SessionStore sessions, CancellationToken cancellationToken)
    {
        var ended = await sessions.EndAsync(CallerIdentity.UserId(context.User), id, cancellationToken);
        return ended ? PageResult.Go("/settings/sessions", "That session has ended.") : PageResult.GoBack("/settings/sessions", "That session had ended already.");
    }

    private static async Task<IResult> CreateKeyAsync(HttpContext context, FormState form, MadeKey made, KeyStore keys, CancellationToken cancellationToken)
    {
        var caller = CallerIdentity.Find(context.User)!;
        string[] scopes = [.. KeyScopes.All.Where(scope => form.IsOn($"scope-{scope}"))];
        var days = int.TryParse(form["expiresInDays"], out var number) ? number : (int?)null;
        var wanted = new NewKey(form["name"].Trim(), scopes, days is { } count ? TimeSpan.FromDays(count) : null, caller.KeyId) { UserId = CallerIdentity.UserId(context.User) };
        foreach (var (field, messages) in wanted.Problems()) form.Fail(field == "scopes" ? "" : field, AccountPages.Sentence(field, messages));
        if (scopes.Length == 0) form.Fail("Choose at least one thing that the key may do.");
        if (!KeyScopes.MayGrant(caller.Scopes, scopes)) form.Fail("A key can do no more than you may.");
        if (!form.IsValid) return new SettingsResult("keys");
        var (key, secret) = await keys.CreateAsync(wanted, cancellationToken);
        (made.Name, made.Secret) = (key.Name, secret.Reveal());
        // Not a redirect: the secret is shown in this answer and nowhere else.
        return new SettingsResult("keys", StatusCodes.Status200OK);
    }

    private static async Task<IResult> RevokeKeyAsync(string id, HttpContext context, KeyStore keys, CancellationToken cancellationToken)
    {
        var (key, _) = await keys.RevokeAsync(id, IfMatch.Any, KeyView.Of(context.User), cancellationToken);
        return key is null ? PageResult.GoBack("/settings/keys", "There is no such key any more.") : PageResult.Go("/settings/keys", $"{key.Name} is revoked: the next request with it is refused.");
    }
}
