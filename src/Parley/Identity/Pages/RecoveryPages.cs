using Parley.Identity.Accounts;
using Parley.Identity.Passwords;
using Parley.Identity.Recovery;
using Parley.Identity.Sessions;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/forgot</c>, <c>/reset</c> and <c>/verify</c>: passwords that are lost, and passwords that are asked for again.</summary>
internal static class RecoveryPages
{
    public static void MapRecoveryPages(this RouteGroupBuilder pages)
    {
        var open = pages.MapGroup("").AllowAnonymous().AddEndpointFilter<PageAttemptLimit>();
        open.MapGet("/forgot", (ForgottenPasswords forgotten) => forgotten.SendsMail
            ? PageResult.Of<ForgotForm>()
            : PageResult.Of<NotePage>(new NotePage.View("Forgot your password?", forgotten.Text)));
        open.MapPost("/forgot", Ask);
        open.MapGet("/reset", (string? token) => PageResult.Of<ResetForm>(token ?? ""));
        open.MapPost("/reset", ResetAsync);
        pages.MapGet("/verify", (string? returnUrl) => PageResult.Of<VerifyForm>(Ui.LocalPath.OrHome(returnUrl))).RequireAuthorization(Policies.Account);
        pages.MapPost("/verify", VerifyAsync).RequireAuthorization(Policies.Account).AddEndpointFilter<PageAttemptLimit>();
    }

    private static IResult Ask(FormState form, ForgottenPasswords forgotten)
    {
        if (!form.Require("email", "Tell us the address of your account.").IsValid) return PageResult.Of<ForgotForm>(status: StatusCodes.Status422UnprocessableEntity);
        forgotten.Ask(form["email"]);
        return PageResult.Of<NotePage>(new NotePage.View("Look into your mail", forgotten.Text));
    }

    private static async Task<IResult> ResetAsync(FormState form, PasswordChanges changes, CancellationToken cancellationToken)
    {
        switch (await changes.ResetAsync(form["token"], form["password"], cancellationToken))
        {
            case PasswordChange.Done: return PageResult.Go("/login", "Your password is set. Sign in with it.");
            case PasswordChange.NoLink: form.Fail("This link is not good any more: each is good once, for an hour. Ask for another one."); break;
            case PasswordChange.Busy: form.Fail("Too many people sign in at this moment. Nothing was changed; try again in a few seconds."); break;
            default: form.Fail("password", $"A password {PasswordChanges.ProblemOf(form["password"], "") ?? "must be another one"}."); break;
        }

        return PageResult.Of<ResetForm>(form["token"], StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, FormState form, AccountStore accounts, PasswordChanges changes, SessionStore sessions, CancellationToken cancellationToken)
    {
        var returnUrl = Ui.LocalPath.OrHome(form["returnUrl"]);
        if (CallerIdentity.Of(context.User)?.Credential.SessionId is not { } session || await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return PageResult.Go("/login");
        var outcome = await changes.VerifyAsync(user, form["password"], Device.Of(context), cancellationToken);
        if (outcome == PasswordChange.Done)
        {
            await sessions.ProvedAsync(user.Id, session, cancellationToken);
            return PageResult.Go(returnUrl, "Thank you. Now do it once more.");
        }

        form.Fail("password", outcome switch
        {
            PasswordChange.Locked => "Too many attempts failed. Try again in a few minutes.",
            PasswordChange.Busy => "Too many people sign in at this moment. Try again in a few seconds.",
            _ => "This is not your password.",
        });
        return PageResult.Of<VerifyForm>(returnUrl, StatusCodes.Status422UnprocessableEntity);
    }
}
