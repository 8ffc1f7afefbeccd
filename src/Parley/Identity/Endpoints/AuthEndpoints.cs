using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Identity.Accounts;
using Parley.Identity.Sessions;
using Parley.Identity.SigningIn;
using Parley.Identity.Tokens;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary><c>/api/v1/auth</c>: how people get in and out, and who they are.</summary>
internal static class AuthEndpoints
{
    public const string Tag = "Accounts";

    /// <summary>Bytes of a body from somebody who is not signed in.</summary>
    public const long MostOfStrangers = 32 * 1024;

    private const string User = """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","displayName":"Ada","role":"member"}""";

    private const string Tokens = $$"""{"accessToken":"eyJ...","expiresIn":600,"refreshToken":"plr_...","user":{{User}}}""";

    private const string Me =
        """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","displayName":"Ada","role":"member","createdAt":"2026-01-31T12:00:00Z","avatarUrl":null,"hasPassword":true,"hasTotp":false}""";

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapAuthDoor();
        door.MapPost("/register", RegisterAsync).WithName("register").WithSummary("Makes an account and signs it in.")
            .WithDescription("The first account needs the setup token that the server printed when it started, and becomes the administrator. Afterwards Parley:Identity:SignUp decides: "
                + "closed (nobody), invitation (with the token of an invitation), open (everybody).")
            .WithExample("""{"email":"ada@example.org","password":"a long sentence is good","displayName":"Ada"}""", Tokens).ProducesProblem(StatusCodes.Status409Conflict);
        door.MapPost("/login", LoginAsync).WithName("login").WithSummary("Signs a person in: an access token for ten minutes, and a refresh token for the next one.")
            .WithDescription("Send the access token as \"Authorization: Bearer ...\", to /api/v1 and /v1. A wrong password and an unknown address get the same answer; after five wrong attempts an address waits five minutes. "
                + "Where a second factor is set up, the answer without code is 401 with \"needs\": \"code\".")
            .WithExample("""{"email":"ada@example.org","password":"a long sentence is good"}""", Tokens);
        door.MapPost("/refresh", RefreshAsync).WithName("refresh").WithSummary("Changes a refresh token for a new pair.")
            .WithDescription("Each refresh token is good once. One that comes a second time was copied: its session ends, its access tokens within five seconds.")
            .WithExample("""{"refreshToken":"plr_..."}""", Tokens);
        door.MapPost("/logout", LogoutAsync).WithName("logout").WithSummary("Ends the session of a refresh token, of an access token, or of a browser's cookie.")
            .WithDescription("Also what the session has open: its access tokens, sockets and streams end within five seconds. A token that is not good any more is no error.")
            .WithExample("""{"refreshToken":"plr_..."}""");

        var me = routes.MapAuthGroup().RequireAuthorization(Policies.Account);
        me.MapGet("/me", MeAsync).WithName("readMe").WithSummary("Who is signed in.").WithExample(response: Me);
        me.MapPatch("/me", ChangeMeAsync).WithName("changeMe").WithSummary("Changes the name that others see.").WithDescription("What the body leaves out stays as it is.")
            .WithExample("""{"displayName":"Ada L."}""", Me).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        me.MapDelete("/me", DeleteMeAsync).WithName("deleteMe").WithSummary("Deletes the caller's account and what is kept for it, for good.")
            .WithDescription("Asks for a proof not older than ten minutes. The last administrator cannot go (409).").AddEndpointFilter<StepUp>().ProducesProblem(StatusCodes.Status409Conflict);

        routes.MapGet("/.well-known/jwks.json", KeysAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>What strangers may send: a few fields, so many times a minute. Nothing of them may fill the memory.</summary>
    internal static RouteGroupBuilder MapAuthDoor(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapAuthGroup().AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MostOfStrangers)).AddEndpointFilter<AttemptLimit>();
        return door.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    internal static RouteGroupBuilder MapAuthGroup(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/auth").WithTags(Tag)
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<TokensView>, ProblemHttpResult>> RegisterAsync(
        RegisterBody body, HttpContext context, Registration registration, SignIns signIns, CancellationToken cancellationToken)
    {
        var outcome = await registration.RegisterAsync(context, body.Email, body.Password, body.DisplayName, body.SetupToken, body.InvitationToken, cancellationToken);
        if (outcome.IsDone) return TypedResults.Ok(TokensView.Of(await signIns.BeginTokensAsync(outcome.User!, SignIns.ByPassword, Device.Of(context), cancellationToken)));
        return outcome.State switch
        {
            RegistrationState.Invalid => Problems.Invalid(outcome.Errors),
            RegistrationState.Taken => Problems.Conflict(outcome.Text),
            RegistrationState.Locked or RegistrationState.Busy => Wait.For(context, outcome.Text, TimeSpan.FromSeconds(outcome.State == RegistrationState.Busy ? 3 : 60)),
            _ => Problems.Create(StatusCodes.Status403Forbidden, outcome.Text),
        };
    }

    private static async Task<Results<Ok<TokensView>, ProblemHttpResult>> LoginAsync(
        LoginBody body, HttpContext context, PasswordSignIn passwords, SignIns signIns, CancellationToken cancellationToken)
    {
        var outcome = await passwords.CheckAsync(body.Email, body.Password, body.Code, Device.Of(context), cancellationToken);
        if (outcome.IsDone) return TypedResults.Ok(TokensView.Of(await signIns.BeginTokensAsync(outcome.User!, SignIns.ByPassword, Device.Of(context), cancellationToken)));
        return Refuse(context, outcome);
    }

    internal static ProblemHttpResult Refuse(HttpContext context, SignInOutcome outcome)
    {
        if (outcome.State is SignInState.Locked or SignInState.Busy) return Wait.For(context, outcome.Text, outcome.RetryAfter!.Value);
        var details = Problems.Details(outcome.State == SignInState.Disabled ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized, outcome.Text);
        if (outcome.State is SignInState.NeedsCode or SignInState.WrongCode) details.Extensions["needs"] = "code";
        return TypedResults.Problem(details);
    }

    private static async Task<Results<Ok<TokensView>, ProblemHttpResult>> RefreshAsync(RefreshBody body, Refreshing refreshing, CancellationToken cancellationToken) =>
        await refreshing.RefreshAsync(body.RefreshToken, cancellationToken) is { } pair
            ? TypedResults.Ok(TokensView.Of(pair))
            : Problems.Create(StatusCodes.Status401Unauthorized, "This refresh token is no good: it was used before, has expired, or its session has ended. Sign in again.");

    private static async Task<NoContent> LogoutAsync(
        [FromBody] LogoutBody? body, HttpContext context, Refreshing refreshing, SignIns signIns, SessionStore sessions, CancellationToken cancellationToken)
    {
        if (body?.RefreshToken is { } token) await refreshing.EndAsync(token, cancellationToken);
        if (CallerIdentity.Of(context.User) is not { Credential.SessionId: { } id } identity) return TypedResults.NoContent();
        if (identity.Credential.Kind == CredentialKind.Session) await signIns.SignOutAsync(context, cancellationToken);
        else if (body?.RefreshToken is null) await sessions.EndAsync(CallerIdentity.UserId(context.User), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> MeAsync(HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return Gone();
        IfMatch.Tell(context, user.Version);
        return TypedResults.Ok(MeView.Of(user));
    }

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> ChangeMeAsync(
        MeChange change, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var (user, isMismatch) = await accounts.ChangeAsync(CallerIdentity.UserId(context.User), match, u => u.DisplayName = change.DisplayName?.Trim() ?? u.DisplayName, cancellationToken);
        if (user is null) return Gone();
        if (isMismatch) return IfMatch.Mismatch(context, "Your account", user.Version);
        IfMatch.Tell(context, user.Version);
        return TypedResults.Ok(MeView.Of(user));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteMeAsync(HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (await accounts.DeleteAsync(CallerIdentity.UserId(context.User), IfMatch.Any, cancellationToken) == RightsChange.LastAdministrator)
            return Problems.Conflict("You are the last administrator, so nothing was deleted: nobody could administer any more. Make somebody else one first.");
        SessionCookie.Clear(context.Response);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TokenKeySet>> KeysAsync(TokenKeys keys, HttpContext context, CancellationToken cancellationToken)
    {
        var current = await keys.CurrentAsync(cancellationToken);
        return TypedResults.Ok(new TokenKeySet([.. current.Select(key => key.Public)]));
    }

    internal static ProblemHttpResult Gone() => Problems.NotFound("There is no such account any more.");
}
