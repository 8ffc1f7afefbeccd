using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Identity.Accounts;
using Parley.Identity.Mail;
using Parley.Identity.Passwords;
using Parley.Identity.Recovery;
using Parley.Identity.Sessions;
using Parley.Identity.SigningIn;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>Passwords: changed, forgotten, set anew by a link, asked for again before something dangerous.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapAuthGroup().RequireAuthorization(Policies.Account).AddEndpointFilter<AttemptLimit>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
        own.MapPost("/password", ChangeAsync).WithName("changePassword").WithSummary("Changes the password; all other sessions end.")
            .WithDescription("Other sessions' access tokens, sockets and streams end within five seconds. A wrong current password counts like a wrong attempt to sign in.")
            .WithExample("""{"currentPassword":"a long sentence is good","newPassword":"another one is better"}""");
        own.MapPost("/verify", VerifyAsync).WithName("verify").WithSummary("Proves again who is signed in: for ten minutes the session may make keys, change second factors and delete things.")
            .WithDescription("What needs it answers 403 with \"needs\": \"verification\" when more than ten minutes have passed. "
                + "Where a second factor is set up, the answer without code, or with a wrong one, is 403 with \"needs\": \"code\".")
            .WithExample("""{"password":"a long sentence is good"}""");

        var door = routes.MapAuthDoor();
        door.MapPost("/forgot", Forgot).WithName("forgotPassword").WithSummary("Asks for a link that sets a new password.")
            .WithDescription("The answer is the same whether there is such an account or not. Where this server sends mail, the link comes by mail and is good for an hour; otherwise an administrator makes one.")
            .WithExample("""{"email":"ada@example.org"}""", """{"detail":"If there is an account with this address, a link is on its way to it. It is good for an hour."}""");
        door.MapPost("/reset", ResetAsync).WithName("resetPassword").WithSummary("Sets a new password with a one-time link; all sessions end.")
            .WithExample("""{"token":"CfDJ8...","newPassword":"another one is better"}""");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        PasswordBody body, HttpContext context, AccountStore accounts, PasswordChanges changes, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return AuthEndpoints.Gone();
        var session = CallerIdentity.Of(context.User)!.Credential.SessionId;
        var outcome = await changes.ChangeAsync(user, body.CurrentPassword, body.NewPassword, session, Device.Of(context), cancellationToken);
        return Answer(context, outcome, "currentPassword", "newPassword", body.NewPassword, user.Email!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyAsync(
        VerifyBody body, HttpContext context, AccountStore accounts, PasswordChanges changes, SessionStore sessions, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return AuthEndpoints.Gone();
        if (CallerIdentity.Of(context.User)!.Credential.SessionId is not { } session)
            return Problems.Create(StatusCodes.Status403Forbidden, "A token of an outside issuer has no session here to verify. Sign in here with a password or passkey.");
        var outcome = await changes.VerifyAsync(user, body.Password, body.Code, Device.Of(context), cancellationToken);
        if (outcome == PasswordChange.Done) await sessions.ProvedAsync(user.Id, session, cancellationToken);
        return Answer(context, outcome, "password", "password", "", "");
    }

    private static Ok<ForgotView> Forgot(ForgotBody body, ForgottenPasswords forgotten)
    {
        forgotten.Ask(body.Email);
        return TypedResults.Ok(new ForgotView(forgotten.Text));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetAsync(ResetBody body, HttpContext context, PasswordChanges changes, CancellationToken cancellationToken)
    {
        var outcome = await changes.ResetAsync(body.Token, body.NewPassword, cancellationToken);
        return Answer(context, outcome, "token", "newPassword", body.NewPassword, "");
    }

    private static Results<NoContent, ProblemHttpResult> Answer(HttpContext context, PasswordChange outcome, string currentField, string newField, string wanted, string email) => outcome switch
    {
        PasswordChange.Done => TypedResults.NoContent(),
        PasswordChange.Wrong => Problems.Invalid(currentField, "is wrong: nothing was changed"),
        PasswordChange.NeedsCode => AsksCode(SignInState.NeedsCode),
        PasswordChange.WrongCode => AsksCode(SignInState.WrongCode),
        PasswordChange.NoLink => Problems.Invalid(currentField, "is not good any more: a link is good once, for an hour. Ask for another one"),
        PasswordChange.Locked => Wait.For(context, "Too many attempts failed. Nothing was changed; try again in a few minutes.", SignInGuard.Locked),
        PasswordChange.Busy => Wait.For(context, "Too many people sign in at this moment. Nothing was changed; try again in a few seconds.", TimeSpan.FromSeconds(3)),
        _ => Problems.Invalid(newField, PasswordChanges.ProblemOf(wanted, email) ?? "cannot be used"),
    };

    /// <summary>In the words of the door.</summary>
    private static ProblemHttpResult AsksCode(SignInState state)
    {
        var details = Problems.Details(StatusCodes.Status403Forbidden, new SignInOutcome(state).Text);
        details.Extensions["needs"] = "code";
        return TypedResults.Problem(details);
    }
}
