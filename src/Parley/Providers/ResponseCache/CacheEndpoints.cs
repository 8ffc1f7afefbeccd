using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Providers.ResponseCache;

/// <summary><c>/api/v1/chat/cache</c>: everybody sees and removes their own answers, administrators everybody's.</summary>
internal static class CacheEndpoints
{
    private const string Shown =
        """
        {"scope":"own","entries":12,"bytes":48211,"models":[{"model":"fast","entries":12,"bytes":48211}],
         "sinceStart":{"hits":90,"misses":12,"hitRate":0.8824},"lastHour":{"hits":9,"misses":1,"hitRate":0.9},"memory":null,
         "limits":{"maxAgeSeconds":86400,"maxEntryBytes":1048576,"maxBytes":268435456,"maxMemoryBytes":67108864}}
        """;

    public static void MapCacheEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/chat/cache").RequireAuthorization(Policies.GatewayOrAdmin).WithTags("Chat")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", GetAsync).WithName("getResponseCache").WithSummary("What is cached, how often it is used, and its limits.")
            .WithDescription("The caller's own answers; with an admin key everybody's. entries, bytes and models tell what the database holds for all nodes; "
                + "sinceStart and lastHour are counts of the node that answers: requests for which the cache was asked, whether it had the answer (hits) or not (misses).")
            .WithExample(response: Shown);
        group.MapPost("/invalidate", RemoveAsync).WithName("invalidateResponseCache").WithSummary("Removes cached answers: all, or those of a model.")
            .WithDescription("One of all, model, conversationId and personaId. Removes the caller's own answers; with \"everyone\": true, which takes an admin key, everybody's. "
                + "Holds for the next request on this node and within 5 seconds on others; answers that are just being made are not kept either. "
                + "model is the name that was asked for. An answer in a conversation belongs to the conversation and the persona for which it was made first.")
            .WithExample("""{"model":"fast"}""", """{"removed":12}""").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Ok<CacheView>> GetAsync(
        ClaimsPrincipal user, CacheTable table, CacheMemory memory, CacheWriter writer, HitCounts counts, ResponseCacheOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var isAll = CallerIdentity.May(user, Policies.Admin);
        var owner = isAll ? null : OwnerOf(user);
        await writer.FlushAsync(cancellationToken);
        var models = isAll || owner is not null ? await table.TotalsAsync(owner, time.GetUtcNow(), cancellationToken) : [];
        var (sinceStart, lastHour) = counts.Read(owner);
        return TypedResults.Ok(new CacheView(
            isAll ? "all" : "own", models.Sum(m => m.Entries), models.Sum(m => m.Bytes), models, sinceStart, lastHour,
            isAll ? new CacheMemoryView(memory.Entries, memory.Bytes) : null,
            new CacheLimitsView((long)options.MaxAge.TotalSeconds, options.MaxEntryBytes, options.MaxBytes, options.MaxMemoryBytes)));
    }

    private static async Task<Results<Ok<CacheRemoved>, ProblemHttpResult>> RemoveAsync(CacheRemoval removal, ClaimsPrincipal user, KeptAnswers answers, CancellationToken cancellationToken)
    {
        if (removal.Everyone && !CallerIdentity.May(user, Policies.Admin))
            return Problems.Create(StatusCodes.Status403Forbidden, "Only an admin key may remove everybody's answers. Nothing was removed; leave \"everyone\" out to remove your own.");
        var owner = OwnerOf(user);
        if (owner is null && !removal.Everyone) return TypedResults.Ok(new CacheRemoved(0));
        return TypedResults.Ok(new CacheRemoved(await answers.RemoveAsync(removal.Everyone ? null : owner, removal.Model, removal.Tag, cancellationToken)));
    }

    private static CacheOwner? OwnerOf(ClaimsPrincipal user) => CallerIdentity.Find(user) is { } caller ? CacheOwner.Of(caller) : null;
}
