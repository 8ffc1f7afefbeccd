using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Identity.Accounts;
using Parley.Identity.Passkeys;
using Parley.Identity.Sessions;
using Parley.Identity.SigningIn;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary><c>/api/v1/auth/passkeys</c>.</summary>
internal static class PasskeyEndpoints
{
    public const string ByPasskey = "passkey";

    private const string Shown = """{"id":"Zm9vYmFy","name":"laptop","createdAt":"2026-01-31T12:00:00Z","isBackedUp":true}""";

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapAuthDoor();
        door.MapPost("/passkeys/options", OptionsAsync).WithName("passkeyOptions").WithSummary("A challenge for an authenticator: to sign in, or to add a passkey to the account that is signed in.")
            .WithExample("""{"for":"signIn"}""", """{"state":"CfDJ8...","options":{"challenge":"kH3...","timeout":300000,"rpId":"localhost","userVerification":"required"}}""");
        door.MapPost("/passkeys/login", SignInAsync).WithName("loginByPasskey").WithSummary("Signs in with a passkey, as login does with a password.")
            .WithExample("""{"state":"CfDJ8...","credential":{"id":"Zm9vYmFy","rawId":"Zm9vYmFy","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"eyJ...","authenticatorData":"SZY...","signature":"MEU...","userHandle":"MDE..."}}}""",
                """{"accessToken":"eyJ...","expiresIn":600,"refreshToken":"plr_...","user":{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","displayName":"Ada","role":"member"}}""");

        var own = routes.MapAuthGroup().RequireAuthorization(Policies.Account);
        own.MapGet("/passkeys", ListAsync).WithName("listPasskeys").WithSummary("The caller's passkeys.").WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""");
        own.MapPost("/passkeys", AddAsync).WithName("addPasskey").WithSummary("Adds a passkey to the account that is signed in.")
            .WithDescription("Asks for a proof not older than ten minutes.").AddEndpointFilter<StepUp>()
            .WithExample("""{"state":"CfDJ8...","name":"laptop","credential":{"id":"Zm9vYmFy","rawId":"Zm9vYmFy","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"eyJ...","attestationObject":"o2N..."}}}""", Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapDelete("/passkeys/{id}", RemoveAsync).WithName("removePasskey").WithSummary("Takes a passkey away: nobody signs in with it any more.").AddEndpointFilter<StepUp>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<PasskeyOptionsView>, ProblemHttpResult>> OptionsAsync(
        PasskeyOptionsWanted wanted, HttpContext context, AccountStore accounts, PasskeyDesk desk, CancellationToken cancellationToken)
    {
        if (wanted.For == PasskeyPurpose.SignIn) return View(await desk.BeginSigningInAsync(context));
        if (CallerIdentity.Of(context.User) is not { Credential.SessionId: not null } || await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user)
            return Problems.Create(StatusCodes.Status401Unauthorized, "Sign in first: a passkey is added to the account that is signed in.");
        return View(await desk.BeginAddingAsync(user, context));
    }

    private static async Task<Results<Ok<TokensView>, ProblemHttpResult>> SignInAsync(PasskeyAnswer answer, HttpContext context, PasskeyDesk desk, SignIns signIns, CancellationToken cancellationToken)
    {
        var outcome = await desk.SignInAsync(answer.State, answer.Credential.GetRawText(), context);
        if (outcome.IsDone) return TypedResults.Ok(TokensView.Of(await signIns.BeginTokensAsync(outcome.User!, ByPasskey, Device.Of(context), cancellationToken)));
        return outcome.State == SignInState.Wrong
            ? Problems.Create(StatusCodes.Status401Unauthorized, "This passkey is not known here, or its answer came too late. Try again, or sign in with your password.")
            : AuthEndpoints.Refuse(context, outcome);
    }

    private static async Task<Ok<Page<PasskeyView>>> ListAsync(HttpContext context, PasskeyDesk desk) =>
        TypedResults.Ok(new Page<PasskeyView>([.. (await desk.ListAsync(CallerIdentity.UserId(context.User))).OrderBy(p => p.CreatedAt).Select(PasskeyView.Of)], null));

    private static async Task<Results<Created<PasskeyView>, ProblemHttpResult>> AddAsync(PasskeyWanted wanted, HttpContext context, AccountStore accounts, PasskeyDesk desk, CancellationToken cancellationToken)
    {
        if (wanted.Name is { } name && (name.Trim().Length == 0 || name.Length > PasskeyDesk.MaxName || name.Any(char.IsControl)))
            return Problems.Invalid("name", $"must be one line of 1 to {PasskeyDesk.MaxName} characters");
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return AuthEndpoints.Gone();
        if ((await desk.ListAsync(user.Id)).Count >= PasskeyDesk.MostPasskeys) return Problems.Conflict($"There are {PasskeyDesk.MostPasskeys} passkeys already. Nothing was added; take one away first.");
        return await desk.AddAsync(user, wanted.State, wanted.Credential.GetRawText(), wanted.Name?.Trim() ?? desk.NameNow(), context) is { } passkey
            ? TypedResults.Created((string?)null, PasskeyView.Of(passkey))
            : Problems.Invalid("credential", "is no answer to this challenge, came too late, or belongs to an account already: begin again");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, HttpContext context, PasskeyDesk desk) =>
        Base64Url.IsValid(id) && id.Length < 1400 && await desk.RemoveAsync(CallerIdentity.UserId(context.User), Base64Url.DecodeFromChars(id))
            ? TypedResults.NoContent() : Problems.NotFound("There is no such passkey.");

    private static Ok<PasskeyOptionsView> View((string Options, string State) made) => TypedResults.Ok(new PasskeyOptionsView(made.State, JsonDocument.Parse(made.Options).RootElement));
}
