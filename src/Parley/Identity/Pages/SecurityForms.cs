using System.Buffers.Text;
using Parley.Identity.Accounts;
using Parley.Identity.Passkeys;
using Parley.Identity.SecondFactor;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>Passkeys and authenticator apps, from <c>/settings/security</c>.</summary>
internal static class SecurityForms
{
    private const string Path = "/settings/security";

    public static void MapSecurityForms(this RouteGroupBuilder pages)
    {
        var settings = pages.MapGroup("/settings").RequireAuthorization(Policies.Account).AddEndpointFilter<PageStepUp>();
        settings.MapPost("/passkeys", AddPasskeyAsync);
        settings.MapPost("/passkeys/remove", RemovePasskeyAsync);
        settings.MapPost("/totp", BeginAsync);
        settings.MapPost("/totp/confirm", ConfirmAsync);
        settings.MapPost("/totp/remove", RemoveAsync);
    }

    private static async Task<IResult> AddPasskeyAsync(HttpContext context, FormState form, AccountStore accounts, PasskeyDesk desk, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return PageResult.Go("/login");
        if ((await desk.ListAsync(user.Id)).Count >= PasskeyDesk.MostPasskeys) return PageResult.GoBack(Path, $"There are {PasskeyDesk.MostPasskeys} passkeys already. Take one away first.");
        var name = form["passkeyName"].Trim() is { Length: > 0 and <= PasskeyDesk.MaxName } given && !given.Any(char.IsControl) ? given : desk.NameNow();
        return await desk.AddAsync(user, form["state"], form["credential"], name, context) is not null
            ? PageResult.Go(Path, $"{name} signs you in from now on.")
            : PageResult.GoBack(Path, "The passkey was not added: its answer came too late, or it belongs to an account already. Try again.");
    }

    private static async Task<IResult> RemovePasskeyAsync(HttpContext context, FormState form, PasskeyDesk desk) =>
        Base64Url.IsValid(form["id"]) && await desk.RemoveAsync(CallerIdentity.UserId(context.User), Base64Url.DecodeFromChars(form["id"]))
            ? PageResult.Go(Path, "That passkey is gone. Remove it from your device, too.") : PageResult.GoBack(Path, "There is no such passkey any more.");

    private static async Task<IResult> BeginAsync(HttpContext context, PageContext page, SecondFactors factors, SecondFactorDraft draft, CancellationToken cancellationToken)
    {
        if (await factors.BeginAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } secret) return PageResult.GoBack(Path, "An authenticator app is set up already. Turn it off first.");
        draft.Show(secret, page.Viewer!.Email);
        return new SettingsResult("security", StatusCodes.Status200OK);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, PageContext page, FormState form, SecondFactors factors, SecondFactorDraft draft, CancellationToken cancellationToken)
    {
        var id = CallerIdentity.UserId(context.User);
        if (await factors.ConfirmAsync(id, form["code"].Replace(" ", "", StringComparison.Ordinal), cancellationToken) is not { } codes)
        {
            if (await factors.WaitingAsync(id, cancellationToken) is not { } waiting) return PageResult.GoBack(Path, "No app waits for a code: begin again.");
            // The app has the key already: it is the same as before.
            draft.Show(waiting, page.Viewer!.Email);
            form.Fail("code", "That code does not fit. Enter the one that the app shows now; if it never fits, look at the clock of your phone.");
            return new SettingsResult("security");
        }

        draft.Codes = codes;
        return new SettingsResult("security", StatusCodes.Status200OK);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, SecondFactors factors, CancellationToken cancellationToken)
    {
        await factors.RemoveAsync(CallerIdentity.UserId(context.User), cancellationToken);
        return PageResult.Go(Path, "No code is asked for any more.");
    }
}
