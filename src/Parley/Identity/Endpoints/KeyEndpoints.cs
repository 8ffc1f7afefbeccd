using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary><c>/api/v1/keys</c>, for administrators.</summary>
internal static class KeyEndpoints
{
    private const string Shown =
        """{"id":"k3v9xq2m","prefix":"ply_k3v9xq2m","name":"web shop","scopes":["gateway"],"createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-05-01T12:00:00Z","revokedAt":null,"resumable":false}""";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/v1/keys").WithTags("Keys").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        keys.MapGet("", ListAsync).WithName("listKeys").WithSummary("All keys, newest last, never their secrets.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        keys.MapPost("", CreateAsync).WithName("createKey").WithSummary("Makes a key; its secret is shown this once.")
            .WithDescription("The scopes are gateway (calls models) and admin (administers). Without expiresInDays the key is good until it is revoked.")
            .WithExample("""{"name":"web shop","scopes":["gateway"],"expiresInDays":90}""",
                """{"id":"k3v9xq2m","key":"ply_k3v9xq2m_...","prefix":"ply_k3v9xq2m","name":"web shop","scopes":["gateway"],"createdAt":"2026-01-31T12:00:00Z","expiresAt":"2026-05-01T12:00:00Z"}""").ProducesProblem(StatusCodes.Status400BadRequest);
        keys.MapGet("/{id}", ReadAsync).WithName("readKey").WithSummary("One key, never its secret.").WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        keys.MapDelete("/{id}", RevokeAsync).WithName("revokeKey").WithSummary("Revokes a key: the next request with it is refused.")
            .WithDescription("It stays in the list with revokedAt, because usage refers to it. Revoking twice is not an error.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<KeyShown>>, ProblemHttpResult>> ListAsync(
        string? cursor, int? limit, KeyStore store, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, KeyStore.IsCursor, out var query, out var problem)) return problem;
        var page = query.ToPage(await store.ListAsync(query.After, query.Limit + 1, cancellationToken), KeyStore.CursorOf);
        return TypedResults.Ok(new Page<KeyShown>([.. page.Items.Select(KeyShown.Of)], page.Next));
    }

    private static async Task<Results<Created<KeyMade>, ProblemHttpResult>> CreateAsync(
        KeyWanted wanted, HttpContext context, KeyStore store, CancellationToken cancellationToken)
    {
        var caller = CallerIdentity.Find(context.User)!;
        var key = new NewKey(wanted.Name, wanted.Scopes, Lifetime(wanted.ExpiresInDays), caller.KeyId) { KeepsStreams = wanted.Resumable };
        if (key.Problems() is { Count: > 0 } problems) return Problems.Invalid(problems);
        if (!KeyScopes.MayGrant(caller.Scopes, key.Scopes))
            return Problems.Create(StatusCodes.Status403Forbidden, "A key's rights are a subset of its maker's: this key may not hand out a scope that it lacks.");
        var (made, secret) = await store.CreateAsync(key, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/keys/{made.Id}", KeyMade.Of(made, secret));
    }

    private static async Task<Results<Ok<KeyShown>, ProblemHttpResult>> ReadAsync(string id, KeyStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } key ? TypedResults.Ok(KeyShown.Of(key)) : NotFound();

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, KeyStore store, CancellationToken cancellationToken) =>
        await store.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : NotFound();

    // More days than a TimeSpan holds are refused like any that are too many.
    private static TimeSpan? Lifetime(int? days) => days is { } count ? TimeSpan.FromDays(Math.Clamp(count, 0, 2 * (int)NewKey.MaxLifetime.TotalDays)) : null;

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such key.");
}
