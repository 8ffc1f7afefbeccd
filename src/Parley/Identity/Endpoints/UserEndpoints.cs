using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Identity.Accounts;
using Parley.Identity.Invitations;
using Parley.Identity.Recovery;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary><c>/api/v1/users</c> and <c>/api/v1/invitations</c>, for administrators.</summary>
internal static class UserEndpoints
{
    private const string Shown = """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","displayName":"Ada","role":"member","createdAt":"2026-01-31T12:00:00Z","disabledAt":null,"hasTotp":false}""";

    private const string Last = "This is the last administrator, so nothing was changed: nobody could administer any more. Make somebody else one first.";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/v1/users").WithTags("Users").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        users.MapGet("", ListAsync).WithName("listUsers").WithSummary("All accounts, oldest first.").WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        users.MapGet("/{id}", ReadAsync).WithName("readUser").WithSummary("One account.").WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        users.MapPatch("/{id}", ChangeAsync).WithName("changeUser").WithSummary("Changes somebody's role, or closes and opens their account.")
            .WithDescription("It holds for their next request, on every node within five seconds. The last administrator stays one (409). Asks people for a proof not older than ten minutes.")
            .AddEndpointFilter<StepUp>()
            .WithExample("""{"role":"admin"}""", Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        users.MapDelete("/{id}", DeleteAsync).WithName("deleteUser").WithSummary("Deletes an account and what is kept for it, for good.")
            .WithDescription("Its sessions end, its keys are revoked. Usage stays in the books, under an id that names nobody. The last administrator cannot be deleted (409). Asks people for a proof not older than ten minutes.")
            .AddEndpointFilter<StepUp>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        users.MapPost("/{id}/reset-link", ResetLinkAsync).WithName("makeResetLink").WithSummary("Makes a one-time link with which somebody sets a new password.")
            .WithDescription("Hand it to them by a way that you trust: whoever opens it within an hour has the account, except for its second factor. For whoever never came in, it is an invitation to choose a first password, for a week. Asks people for a proof not older than ten minutes.")
            .AddEndpointFilter<StepUp>()
            .WithExample(response: """{"url":"https://parley.example.org/reset?token=CfDJ8...","token":"CfDJ8...","expiresAt":"2026-01-31T13:00:00Z"}""").ProducesProblem(StatusCodes.Status404NotFound);

        var invitations = routes.MapGroup("/api/v1/invitations").WithTags("Users").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        const string Invitation = """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","role":"member","createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-02-07T12:00:00Z","usedAt":null}""";
        invitations.MapGet("", ListInvitationsAsync).WithName("listInvitations").WithSummary("All invitations, oldest first, without their tokens.")
            .WithExample(response: $$"""{"items":[{{Invitation}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        invitations.MapPost("", InviteAsync).WithName("invite").WithSummary("Lets one person make an account; the token is shown this once.")
            .WithDescription("Good once, for that address, for a week; where mail is set up, a letter with the link goes there. Where Parley:Identity:SignUp is closed, nobody could use it: 409. Asks people for a proof not older than ten minutes.")
            .AddEndpointFilter<StepUp>()
            .WithExample("""{"email":"ada@example.org","role":"member"}""",
                """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","role":"member","token":"pli_...","url":"https://parley.example.org/register?invitation=pli_...","createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-02-07T12:00:00Z"}""")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        invitations.MapDelete("/{id}", UninviteAsync).WithName("deleteInvitation").WithSummary("Takes an invitation back.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<UserView>>, ProblemHttpResult>> ListAsync(
        string? cursor, int? limit, [Description("A part of a name or an address, in upper or lower case: only accounts that have it.")] string? q, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, IsId, out var query, out var problem)) return problem;
        var page = query.ToPage(await accounts.ListAsync(IdIn(query), query.Limit + 1, AccountRules.Part(q), cancellationToken), user => user.Id.ToString());
        return TypedResults.Ok(new Page<UserView>([.. page.Items.Select(UserView.Of)], page.Next));
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> ReadAsync(string id, HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var userId) || await accounts.FindAsync(userId, cancellationToken) is not { } user) return NotFound();
        IfMatch.Tell(context, user.Version);
        return TypedResults.Ok(UserView.Of(user));
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> ChangeAsync(
        string id, UserChange change, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        if (!Guid.TryParse(id, out var userId)) return NotFound();
        var (outcome, user) = await accounts.ChangeRightsAsync(userId, match, change.Role, change.Disabled, cancellationToken);
        if (outcome == RightsChange.Mismatch) return IfMatch.Mismatch(context, "This account", user!.Version);
        if (outcome == RightsChange.LastAdministrator) return Problems.Conflict(Last);
        if (user is null) return NotFound();
        IfMatch.Tell(context, user.Version);
        return TypedResults.Ok(UserView.Of(user));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        if (!Guid.TryParse(id, out var userId)) return NotFound();
        return await accounts.DeleteAsync(userId, match, cancellationToken) switch
        {
            RightsChange.Done => TypedResults.NoContent(),
            RightsChange.LastAdministrator => Problems.Conflict(Last),
            RightsChange.Mismatch when await accounts.FindAsync(userId, cancellationToken) is { } user => IfMatch.Mismatch(context, "This account", user.Version),
            _ => NotFound(),
        };
    }

    private static async Task<Results<Ok<ResetLinkView>, ProblemHttpResult>> ResetLinkAsync(string id, HttpContext context, AccountStore accounts, ResetLinks resetLinks, Links links, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var userId) || await accounts.FindAsync(userId, cancellationToken) is not { } user) return NotFound();
        var (token, expiresAt) = await accounts.IsAwaitedAsync(user, cancellationToken) ? resetLinks.Invite(user) : resetLinks.Create(user);
        return TypedResults.Ok(new ResetLinkView(links.Reset(context, token), token, expiresAt));
    }

    private static async Task<Results<Ok<Page<InvitationView>>, ProblemHttpResult>> ListInvitationsAsync(string? cursor, int? limit, InvitationStore invitations, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, IsId, out var query, out var problem)) return problem;
        var page = query.ToPage(await invitations.ListAsync(IdIn(query), query.Limit + 1, cancellationToken), invitation => invitation.Id.ToString());
        return TypedResults.Ok(new Page<InvitationView>([.. page.Items.Select(InvitationView.Of)], page.Next));
    }

    private static async Task<Results<Created<InvitationMade>, ProblemHttpResult>> InviteAsync(
        InvitationWanted wanted, HttpContext context, AccountStore accounts, InvitationStore invitations, InvitationLetters letters, IdentityOptions options, Links links, CancellationToken cancellationToken)
    {
        var (email, problems) = (AccountRules.Trimmed(wanted.Email), new Dictionary<string, string[]>());
        AccountRules.Email(email, problems);
        if (problems.Count > 0) return Problems.Invalid(problems);
        if (options.SignUp == SignUp.Closed) return Problems.Conflict("Sign-up is closed here, so nobody could use an invitation. Set Parley:Identity:SignUp to invitation, or make the account with \"users create\".");
        if (await accounts.FindAsync(email, cancellationToken) is not null) return Problems.Conflict("There is an account with this address already.");
        var (made, token) = await invitations.CreateAsync(email, wanted.Role, cancellationToken);
        letters.ToRegister(made.Email, token);
        return TypedResults.Created((string?)null, new InvitationMade(made.Id, made.Email, made.Role, token, links.Invitation(context, token), made.CreatedAt, made.ExpiresAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UninviteAsync(string id, InvitationStore invitations, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var invitation) && await invitations.RemoveAsync(invitation, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("There is no such invitation.");

    private static bool IsId(string text) => Guid.TryParse(text, out _);

    private static Guid? IdIn(PageQuery query) => query.After is { } after ? Guid.Parse(after) : null;

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such account.");
}
