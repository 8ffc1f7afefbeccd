using Parley.Identity.Accounts;
using Parley.Identity.Passkeys;
using Parley.Identity.Recovery;
using Parley.Identity.Sessions;
using Parley.Identity.SigningIn;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/verify</c>: people prove again who they are, and what they had sent goes on by itself, with all that they had typed.</summary>
internal static class VerifyPages
{
    public static void MapVerifyPages(this RouteGroupBuilder pages)
    {
        var own = pages.MapGroup("/verify").RequireAuthorization(Policies.Account).AddEndpointFilter<PageAttemptLimit>();
        own.MapGet("", async (string? returnUrl, HttpContext context, ProofChoices choices) => PageResult.Of<VerifyForm>(await choices.ViewAsync(context, Ui.LocalPath.OrHome(returnUrl), null, [])));
        own.MapPost("", ByPasswordAsync);
        own.MapPost("/passkey", ByPasskeyAsync);
    }

    private static async Task<IResult> ByPasswordAsync(
        HttpContext context, FormState form, ProofChoices choices, AccountStore accounts, PasswordChanges changes, SessionStore sessions, CancellationToken cancellationToken)
    {
        if (CallerIdentity.Of(context.User)?.Credential.SessionId is not { } session || await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return PageResult.Go("/login");
        var outcome = await changes.VerifyAsync(user, form["password"], form["proof-code"], Device.Of(context), cancellationToken);
        if (outcome == PasswordChange.Done) return await GoOnAsync(form, sessions, user.Id, session, cancellationToken);
        if (outcome is PasswordChange.NeedsCode or PasswordChange.WrongCode)
            form.Fail("proof-code", outcome == PasswordChange.WrongCode ? new SignInOutcome(SignInState.WrongCode).Text : "The password is right. Your account asks for a code as well.");
        else form.Fail("password", outcome switch
        {
            PasswordChange.Locked => "Too many attempts failed. Try again in a few minutes.",
            PasswordChange.Busy => "Too many people sign in at this moment. Try again in a few seconds.",
            _ => "This is not your password.",
        });
        return await AgainAsync(context, form, choices);
    }

    private static async Task<IResult> ByPasskeyAsync(
        HttpContext context, FormState form, ProofChoices choices, PasskeyDesk desk, SessionStore sessions, CancellationToken cancellationToken)
    {
        var own = CallerIdentity.UserId(context.User);
        if (CallerIdentity.Of(context.User)?.Credential.SessionId is not { } session) return PageResult.Go("/login");
        var outcome = await desk.SignInAsync(form["proof-state"], form["proof-credential"], context);
        if (outcome.IsDone && outcome.User!.Id == own) return await GoOnAsync(form, sessions, own, session, cancellationToken);
        form.Fail(outcome.State switch
        {
            SignInState.Done => "This passkey belongs to another account.",
            SignInState.Wrong => "This passkey is not known here, or its answer came too late. Try again.",
            _ => outcome.Text,
        });
        return await AgainAsync(context, form, choices);
    }

    private static async Task<IResult> GoOnAsync(FormState form, SessionStore sessions, Guid userId, Guid session, CancellationToken cancellationToken)
    {
        await sessions.ProvedAsync(userId, session, cancellationToken);
        // The browser sends the same form once more, to where it was meant for.
        return ProofChoices.IsContinuation(form["continueTo"]) ? TypedResults.LocalRedirect(form["continueTo"], permanent: false, preserveMethod: true) : PageResult.Go(Ui.LocalPath.OrHome(form["returnUrl"]), "Thank you.");
    }

    private static async Task<IResult> AgainAsync(HttpContext context, FormState form, ProofChoices choices) => PageResult.Of<VerifyForm>(
        await choices.ViewAsync(context, Ui.LocalPath.OrHome(form["returnUrl"]), form["continueTo"], await context.Request.ReadFormAsync(context.RequestAborted)), StatusCodes.Status422UnprocessableEntity);
}
