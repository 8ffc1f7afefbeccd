using System.Globalization;
using Parley.Identity.Accounts;
using Parley.Identity.Avatars;
using Parley.Identity.Endpoints;
using Parley.Identity.Keys;
using Parley.Identity.Recovery;
using Parley.Identity.Sessions;
using Parley.Identity.SigningIn;
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
        settings.MapPost("/appearance", ChangeThemeAsync);
        settings.MapPost("/password", ChangePasswordAsync);
        settings.MapPost("/sessions/{id:guid}/end", EndSessionAsync);
        settings.MapPost("/chat", ChangeChatAsync);
        settings.MapPost("/avatar", ChangeAvatarAsync).AddEndpointFilter(AvatarEndpoints.Turns);
        settings.MapPost("/avatar/remove", RemoveAvatarAsync);
        settings.MapPost("/keys", CreateKeyAsync).AddEndpointFilter<PageStepUp>();
        settings.MapPost("/keys/{id}/rotate", RotateKeyAsync).AddEndpointFilter<PageStepUp>();
        settings.MapPost("/keys/{id}/revoke", RevokeKeyAsync);
        settings.MapPost("/delete", DeleteAsync).AddEndpointFilter<PageStepUp>();
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

    private static async Task<IResult> ChangeThemeAsync(HttpContext context, FormState form, PreferenceStore store, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<Theme>(form["theme"], ignoreCase: true, out var theme) || !Enum.IsDefined(theme)) return new SettingsResult("appearance");
        var id = CallerIdentity.UserId(context.User);
        await store.WriteAsync(id, await store.ReadAsync(id, cancellationToken) with { Theme = theme }, IfMatch.Any, cancellationToken);
        ThemeCookie.Keep(context, Enum.Parse<Ui.Theme>(theme.ToString()));
        return PageResult.Go("/settings/appearance", "Saved.");
    }

    private static async Task<IResult> ChangeChatAsync(HttpContext context, FormState form, PreferenceStore store, CancellationToken cancellationToken)
    {
        var id = CallerIdentity.UserId(context.User);
        var wanted = await store.ReadAsync(id, cancellationToken) with
        {
            DefaultModel = form["defaultModel"].Trim() is { Length: > 0 } model ? model : null,
            EnterSends = form.IsOn("enterSends"), Streaming = form.IsOn("streaming"), Markdown = form.IsOn("markdown"),
        };
        foreach (var (field, messages) in wanted.Mistakes()) form.Fail(field, AccountPages.Sentence(field, messages));
        if (!form.IsValid) return new SettingsResult("chat");
        await store.WriteAsync(id, wanted, IfMatch.Any, cancellationToken);
        return PageResult.Go("/settings/chat", "Saved.");
    }

    private static async Task<IResult> ChangeAvatarAsync(HttpContext context, AvatarStore avatars, CancellationToken cancellationToken)
    {
        if ((await context.Request.ReadFormAsync(cancellationToken)).Files["picture"] is not { Length: > 0 } file) return PageResult.GoBack("/settings/profile", "Choose a picture first.");
        if (file.Length > AvatarImage.MaxBytes) return PageResult.GoBack("/settings/profile", "That picture is larger than 5 MB. Choose a smaller one.");
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        if (await avatars.DrawAsync(bytes.ToArray(), cancellationToken) is not { } picture) return PageResult.GoBack("/settings/profile", "That file is no picture that can be used. Choose a PNG, JPEG or WebP.");
        await avatars.SetAsync(CallerIdentity.UserId(context.User), picture, cancellationToken);
        return PageResult.Go("/settings/profile", "Your picture is set.");
    }

    private static async Task<IResult> RemoveAvatarAsync(HttpContext context, AvatarStore avatars, CancellationToken cancellationToken)
    {
        await avatars.SetAsync(CallerIdentity.UserId(context.User), null, cancellationToken);
        return PageResult.Go("/settings/profile", "Your picture is gone.");
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext context, FormState form, AccountStore accounts, PasswordChanges changes, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return PageResult.Go("/login");
        var session = CallerIdentity.Of(context.User)!.Credential.SessionId;
        switch (await changes.ChangeAsync(user, form["currentPassword"], form["newPassword"], session, Device.Of(context), cancellationToken))
        {
            case PasswordChange.Done: return PageResult.Go("/settings/security", "Your password is changed. Everywhere else you are signed out.");
            case PasswordChange.Wrong: form.Fail("currentPassword", "This is not your password. Nothing was changed."); break;
            case PasswordChange.Locked: form.Fail("Too many attempts failed. Nothing was changed; try again in a few minutes."); break;
            case PasswordChange.Busy: form.Fail("Too many people sign in at this moment. Nothing was changed; try again in a few seconds."); break;
            default: form.Fail("newPassword", $"A password {PasswordChanges.ProblemOf(form["newPassword"], user.Email!) ?? "must be another one"}."); break;
        }

        return new SettingsResult("security");
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, AccountStore accounts, SignIns signIns, CancellationToken cancellationToken)
    {
        if (await accounts.DeleteAsync(CallerIdentity.UserId(context.User), IfMatch.Any, cancellationToken) == RightsChange.LastAdministrator)
            return PageResult.GoBack("/settings/data", "You are the last administrator, so nothing was deleted: nobody could administer any more. Make somebody else one first.");
        await signIns.SignOutAsync(context, cancellationToken);
        return PageResult.Go("/login", "Your account is deleted, with everything in it.");
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
        var wanted = new NewKey(form["name"].Trim(), scopes, LifetimeIn(form["expiresInDays"].Trim()), caller.KeyId) { UserId = CallerIdentity.UserId(context.User) };
        foreach (var (field, messages) in wanted.Problems()) form.Fail(field == "scopes" ? "" : field, AccountPages.Sentence(field, messages));
        if (form.Error("expiresInDays") is not null) form.Fail($"A key is good for 1 to {KeyRules.MaxLifetime.TotalDays} days, or until it is revoked.");
        if (scopes.Length == 0) form.Fail("Choose at least one thing that the key may do.");
        if (!KeyScopes.MayGrant(caller.Scopes, scopes)) form.Fail("A key can do no more than you may.");
        if (!form.IsValid) return new SettingsResult("keys");
        var (key, secret) = await keys.CreateAsync(wanted, cancellationToken);
        return made.Show(context, key.Name, secret.Reveal());
    }

    /// <summary>Nothing is for good; what is no number of days is no time at all, which no key can have.</summary>
    private static TimeSpan? LifetimeIn(string days) => days.Length == 0 ? null
        : KeyEndpoints.Lifetime(int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);

    private static async Task<IResult> RotateKeyAsync(string id, HttpContext context, MadeKey made, KeyStore keys, CancellationToken cancellationToken)
    {
        var (caller, own) = (CallerIdentity.Find(context.User)!, CallerIdentity.UserId(context.User));
        var (_, key, secret) = await keys.RotateAsync(id, TimeSpan.FromSeconds(KeyRotationWanted.DefaultOverlap), k => k.UserId == own && KeyScopes.MayGrant(caller.Scopes, k.ScopeList), caller.KeyId, KeyView.Of(context.User), cancellationToken);
        if (key is null) return PageResult.GoBack("/settings/keys", "There is no such key any more, or it does what you may not hand out. Nothing was made.");
        return made.Show(context, key.Name, secret!.Reveal());
    }

    private static async Task<IResult> RevokeKeyAsync(string id, HttpContext context, KeyStore keys, CancellationToken cancellationToken)
    {
        var (key, _) = await keys.RevokeAsync(id, IfMatch.Any, KeyView.Of(context.User), cancellationToken);
        return key is null ? PageResult.GoBack("/settings/keys", "There is no such key any more.") : PageResult.Go("/settings/keys", $"{key.Name} is revoked: the next request with it is refused.");
    }
}
