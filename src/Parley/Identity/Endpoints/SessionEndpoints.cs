using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Identity.Accounts;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>A person's own sessions, second factor and preferences.</summary>
internal static class SessionEndpoints
{
    private const string Session =
        """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","kind":"browser","method":"password","createdAt":"2026-01-31T12:00:00Z","lastSeenAt":"2026-01-31T12:05:00Z","expiresAt":"2026-03-02T12:05:00Z","address":"203.0.113.7","userAgent":"Mozilla/5.0","isCurrent":true}""";

    private const string Chosen = """{"theme":"dark","defaultModel":"fast","enterSends":true,"streaming":true,"markdown":true,"memory":true,"memoryProposals":true}""";

    public static void MapOwnThings(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapAuthGroup().RequireAuthorization(Policies.Account);
        own.MapGet("/sessions", ListAsync).WithName("listSessions").WithSummary("Where the caller is signed in, newest first.").WithExample(response: $$"""{"items":[{{Session}}],"next":null}""")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        own.MapDelete("/sessions/{id}", EndAsync).WithName("endSession").WithSummary("Signs a device out.")
            .WithDescription("Its access tokens, sockets and streams end within five seconds, on every node.").ProducesProblem(StatusCodes.Status404NotFound);
        own.MapGet("/preferences", ReadPreferencesAsync).WithName("readPreferences").WithSummary("What the caller chose of the interface.").WithExample(response: Chosen);
        own.MapPut("/preferences", WritePreferencesAsync).WithName("writePreferences").WithSummary("Chooses, for all devices.").WithDescription("What the body leaves out takes its default.")
            .WithExample(Chosen, Chosen).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed);

        var factor = own.MapGroup("/totp").AddEndpointFilter<StepUp>();
        factor.MapPost("", BeginAsync).WithName("beginTotp").WithSummary("Makes a secret for an authenticator app; nothing is asked for until a first code confirms it.")
            .WithExample(response: """{"secret":"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP","uri":"otpauth://totp/Parley%3Aada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Parley&algorithm=SHA1&digits=6&period=30"}""")
            .ProducesProblem(StatusCodes.Status409Conflict);
        factor.MapPost("/confirm", ConfirmAsync).WithName("confirmTotp").WithSummary("Turns the second factor on; gives ten recovery codes, shown this once.")
            .WithDescription("From then on POST /auth/login asks for a code.")
            .WithExample("""{"code":"123456"}""", """{"recoveryCodes":["ABCDE-FGHJK","LMNPQ-RSTUV"]}""").AddEndpointFilter<AttemptLimit>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
        factor.MapDelete("", RemoveAsync).WithName("removeTotp").WithSummary("Turns the second factor off; its recovery codes are gone.");
    }

    private static async Task<Results<Ok<Page<SessionView>>, ProblemHttpResult>> ListAsync(
        string? cursor, int? limit, HttpContext context, SessionStore sessions, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => Guid.TryParse(text, out _), out var query, out var problem)) return problem;
        var found = await sessions.ListAsync(CallerIdentity.UserId(context.User), query.After is { } after ? Guid.Parse(after) : null, query.Limit + 1, cancellationToken);
        var page = query.ToPage(found, session => session.Id.ToString());
        var current = CallerIdentity.Of(context.User)!.Credential.SessionId;
        return TypedResults.Ok(new Page<SessionView>([.. page.Items.Select(session => SessionView.Of(session, current))], page.Next));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(string id, HttpContext context, SessionStore sessions, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var session) && await sessions.EndAsync(CallerIdentity.UserId(context.User), session, cancellationToken)
            ? TypedResults.NoContent() : Problems.NotFound("There is no such session.");

    private static async Task<Ok<Preferences>> ReadPreferencesAsync(HttpContext context, PreferenceStore preferences, CancellationToken cancellationToken)
    {
        var (chosen, version) = await preferences.ReadVersionAsync(CallerIdentity.UserId(context.User), cancellationToken);
        IfMatch.Tell(context, version);
        return TypedResults.Ok(chosen);
    }

    private static async Task<Results<Ok<Preferences>, ProblemHttpResult>> WritePreferencesAsync(
        Preferences wanted, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, PreferenceStore preferences, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        if (await preferences.WriteAsync(CallerIdentity.UserId(context.User), wanted, match, cancellationToken) is not var (version, isKept)) return AuthEndpoints.Gone();
        if (!isKept) return IfMatch.Mismatch(context, "What was chosen", version);
        IfMatch.Tell(context, version);
        return TypedResults.Ok(wanted);
    }

    private static async Task<Results<Ok<TotpView>, ProblemHttpResult>> BeginAsync(HttpContext context, AccountStore accounts, SecondFactors factors, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } user) return AuthEndpoints.Gone();
        if (await factors.BeginAsync(user.Id, cancellationToken) is not { } secret)
            return Problems.Conflict("A second factor is set up already. Nothing was changed; remove it first, to set up another app.");
        return TypedResults.Ok(new TotpView(Totp.Shown(secret), Totp.Address(secret, user.Email!)));
    }

    private static async Task<Results<Ok<RecoveryCodesView>, ProblemHttpResult>> ConfirmAsync(TotpConfirmBody body, HttpContext context, SecondFactors factors, CancellationToken cancellationToken) =>
        await factors.ConfirmAsync(CallerIdentity.UserId(context.User), body.Code, cancellationToken) is { } codes
            ? TypedResults.Ok(new RecoveryCodesView(codes))
            : Problems.Invalid("code", "is wrong, or nothing waits for one: enter what the app shows now, after POST /api/v1/auth/totp");

    private static async Task<NoContent> RemoveAsync(HttpContext context, SecondFactors factors, CancellationToken cancellationToken)
    {
        await factors.RemoveAsync(CallerIdentity.UserId(context.User), cancellationToken);
        return TypedResults.NoContent();
    }
}
