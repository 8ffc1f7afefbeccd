using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary><c>/api/v1/keys</c>: people have their own; keys that administer see all.</summary>
internal static class KeyEndpoints
{
    private const string Limits = """{"requestsPerMinute":60,"tokensPerMinute":90000,"concurrency":5}""";

    private const string Shown =
        $$"""{"id":"k3v9xq2m","prefix":"ply_k3v9xq2m","name":"web shop","scopes":["gateway"],"createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-05-01T12:00:00Z","revokedAt":null,"resumable":false,"limits":{{Limits}},"cacheSeconds":null}""";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/v1/keys").WithTags("Keys").RequireAuthorization(Policies.AccountOrAdmin)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        keys.MapGet("", ListAsync).WithName("listKeys").WithSummary("Keys, newest last, never their secrets.").WithDescription("A person's own keys; administrators also those that belong to nobody. With a key that administers: all.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        keys.MapPost("", CreateAsync).AddEndpointFilter<StepUp>().WithName("createKey").WithSummary("Makes a key; its secret is shown this once.")
            .WithDescription("The scopes are gateway (calls models), chat (conversations and what belongs to them) and admin (administers): none that its maker lacks. A key that a person makes belongs to them, and never does more than they may. Without expiresInDays the key is good until it is revoked. "
                + "A request beyond the limits is answered with 429 and a Retry-After after which it is admitted. A limit of N a minute is a bucket of N that is refilled evenly, on each node.")
            .WithExample($$"""{"name":"web shop","scopes":["gateway"],"expiresInDays":90,"limits":{{Limits}}}""",
                $$"""{"id":"k3v9xq2m","key":"ply_k3v9xq2m_...","prefix":"ply_k3v9xq2m","name":"web shop","scopes":["gateway"],"createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-05-01T12:00:00Z","limits":{{Limits}},"cacheSeconds":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        keys.MapGet("/{id}", ReadAsync).WithName("readKey").WithSummary("One key, never its secret.").WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        keys.MapPatch("/{id}", ChangeAsync).WithName("changeKey").WithSummary("Changes a key's name, limits, end or cache; it holds for the next request.")
            .WithDescription("What the body leaves out stays as it is; null takes a limit, the end or the cache away. Scopes cannot be changed: make another key. "
                + "After a change of a limit its bucket is as long from full as before. A revoked key is not changed (409).")
            .WithExample("""{"limits":{"requestsPerMinute":60,"tokensPerMinute":90000},"expiresInDays":null}""", Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        keys.MapPost("/{id}/rotate", RotateAsync).AddEndpointFilter<StepUp>().WithName("rotateKey").WithSummary("Makes a key in place of another one, which stays good for a while.")
            .WithDescription("The new key has another id and secret and is otherwise the same. The old one expires after overlapSeconds: an hour by default, 0 for at once, 2592000 at most.")
            .WithExample("""{"overlapSeconds":3600}""",
                $$"""{"id":"m4w0yr3n","key":"ply_m4w0yr3n_...","prefix":"ply_m4w0yr3n","name":"web shop","scopes":["gateway"],"createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-05-01T12:00:00Z","limits":{{Limits}},"cacheSeconds":null}""")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapDelete("/{id}", RevokeAsync).WithName("revokeKey").WithSummary("Revokes a key: the next request with it is refused.")
            .WithDescription("It stays in the list with revokedAt, because usage refers to it. Revoking twice is not an error.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<Created<KeyMade>, ProblemHttpResult>> RotateAsync(
        string id, [FromBody] KeyRotationWanted? wanted, HttpContext context, KeyStore store, CancellationToken cancellationToken)
    {
        var overlap = wanted?.OverlapSeconds ?? KeyRotationWanted.DefaultOverlap;
        var caller = CallerIdentity.Find(context.User)!;
        var (old, made, secret) = await store.RotateAsync(id, TimeSpan.FromSeconds(overlap), key => MayTakeOver(caller, key), caller.KeyId, KeyView.Of(context.User), cancellationToken);
        if (old is null) return NotFound();
        if (made is null) return Problems.Conflict($"Key {id} is revoked, has expired, does what you may not hand out, or belongs to a person, who alone may do this: no other was made in its place.");
        context.Response.Headers.CacheControl = "no-store";
        IfMatch.Tell(context, made.Version);
        return TypedResults.Created($"/api/v1/keys/{made.Id}", KeyMade.Of(made, secret!));
    }

    private static async Task<Results<Ok<Page<KeyShown>>, ProblemHttpResult>> ListAsync(
        string? cursor, int? limit, ClaimsPrincipal user, KeyStore store, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, KeyStore.IsCursor, out var query, out var problem)) return problem;
        var page = query.ToPage(await store.ListAsync(query.After, query.Limit + 1, KeyView.Of(user), cancellationToken), KeyStore.CursorOf);
        return TypedResults.Ok(new Page<KeyShown>([.. page.Items.Select(KeyShown.Of)], page.Next));
    }

    private static async Task<Results<Created<KeyMade>, ProblemHttpResult>> CreateAsync(
        KeyWanted wanted, HttpContext context, KeyStore store, CancellationToken cancellationToken)
    {
        var caller = CallerIdentity.Find(context.User)!;
        var key = wanted.ToKey(caller.KeyId, caller.UserId is { } userId ? Guid.Parse(userId) : null);
        // Whose it is, the body does not know.
        if (key.Problems() is { Count: > 0 } problems) return Problems.Invalid(problems);
        if (!KeyScopes.MayGrant(caller.Scopes, key.Scopes))
            return Problems.Create(StatusCodes.Status403Forbidden, "A key's rights are a subset of its maker's: this key may not hand out a scope that it lacks.");
        var (made, secret) = await store.CreateAsync(key, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        IfMatch.Tell(context, made.Version);
        return TypedResults.Created($"/api/v1/keys/{made.Id}", KeyMade.Of(made, secret));
    }

    private static async Task<Results<Ok<KeyShown>, ProblemHttpResult>> ReadAsync(string id, HttpContext context, KeyStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, KeyView.Of(context.User), cancellationToken) is not { } key) return NotFound();
        IfMatch.Tell(context, key.Version);
        return TypedResults.Ok(KeyShown.Of(key));
    }

    private static async Task<Results<Ok<KeyShown>, ProblemHttpResult>> ChangeAsync(
        string id, KeyPatch patch, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, KeyStore store, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var change = patch.ToChange();
        var (key, isMismatch) = await store.ChangeAsync(id, match, change, KeyView.Of(context.User), cancellationToken);
        if (key is null) return NotFound();
        if (isMismatch) return IfMatch.Mismatch(context, $"Key {id}", key.Version);
        if (key.RevokedAt is not null) return Problems.Conflict($"Key {id} is revoked, so nothing of it was changed. Make another one.");
        IfMatch.Tell(context, key.Version);
        return TypedResults.Ok(KeyShown.Of(key));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string id, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, KeyStore store, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var (key, isMismatch) = await store.RevokeAsync(id, match, KeyView.Of(context.User), cancellationToken);
        if (key is null) return NotFound();
        return isMismatch ? IfMatch.Mismatch(context, $"Key {id}", key.Version) : TypedResults.NoContent();
    }

    /// <summary>Whoever rotates a key holds the new one: of a person's keys only they themselves may.</summary>
    private static bool MayTakeOver(Caller caller, ApiKey key) =>
        KeyScopes.MayGrant(caller.Scopes, key.ScopeList) && (key.UserId is not { } owner || owner.ToString() == caller.UserId);

    // More days than a TimeSpan holds are refused like any that are too many.
    internal static TimeSpan? Lifetime(int? days) => days is { } count ? TimeSpan.FromDays(Math.Clamp(count, 0, 2 * (int)KeyRules.MaxLifetime.TotalDays)) : null;

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such key.");
}
