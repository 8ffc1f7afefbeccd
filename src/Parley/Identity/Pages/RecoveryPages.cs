using Parley.Identity.Recovery;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/forgot</c> and <c>/reset</c>: passwords that are lost, and the first ones of invited people.</summary>
internal static class RecoveryPages
{
    public static void MapRecoveryPages(this RouteGroupBuilder pages)
    {
        var open = pages.MapStrangersDoor();
        open.MapGet("/forgot", (ForgottenPasswords forgotten) => forgotten.SendsMail
            ? PageResult.Of<ForgotForm>()
            : PageResult.Of<NotePage>(new NotePage.View("Forgot your password?", forgotten.Text)));
        open.MapPost("/forgot", Ask);
        open.MapGet("/reset", (string? token, ResetLinks links) => PageResult.Of<ResetForm>(new ResetForm.View(token ?? "", links.IsInvitation(token ?? ""))));
        open.MapPost("/reset", ResetAsync);
    }

    private static IResult Ask(FormState form, ForgottenPasswords forgotten)
    {
        if (!form.Require("email", "Tell us the address of your account.").IsValid) return PageResult.Of<ForgotForm>(status: StatusCodes.Status422UnprocessableEntity);
        forgotten.Ask(form["email"]);
        return PageResult.Of<NotePage>(new NotePage.View("Look into your mail", forgotten.Text));
    }

    private static async Task<IResult> ResetAsync(FormState form, PasswordChanges changes, ResetLinks links, CancellationToken cancellationToken)
    {
        var isInvitation = links.IsInvitation(form["token"]);
        switch (await changes.ResetAsync(form["token"], form["password"], cancellationToken))
        {
            case PasswordChange.Done when isInvitation: return PageResult.Go("/login", "Your password is set. Sign in with it.");
            case PasswordChange.Done: return PageResult.Go("/login", "Your password is set. Sign in with it. Passkeys and API keys of the account still work: look through them in the settings.");
            case PasswordChange.NoLink when isInvitation: form.Fail("This invitation is not good any more: each is good once, for a week. If you chose a password with it, sign in; otherwise ask for another one."); break;
            case PasswordChange.NoLink: form.Fail("This link is not good any more: each is good once, for an hour. Ask for another one."); break;
            case PasswordChange.Busy: form.Fail("Too many people sign in at this moment. Nothing was changed; try again in a few seconds."); break;
            default: form.Fail("password", $"A password {PasswordChanges.ProblemOf(form["password"], "") ?? "must be another one"}."); break;
        }

        return PageResult.Of<ResetForm>(new ResetForm.View(form["token"], isInvitation), StatusCodes.Status422UnprocessableEntity);
    }
}
