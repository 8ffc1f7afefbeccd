using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Discovery;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/providers/{name}/models</c>.</summary>
internal static class ProviderModelEndpoints
{
    private const string Shown =
        """{"id":"fast","upstreamName":"acme-fast-2","registered":true,"discovered":true,"served":true,"continuesTurns":false}""";

    public static void MapProviderModelEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/providers/{name}/models").RequireAuthorization(Policies.Admin).WithTags("Providers")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync).WithName("listProviderModels").WithSummary("A provider's models, by name: those it was registered with, and those of its own list.")
            .WithDescription("Callers can ask for those that are served. A provider that was registered with models serves those only; a registered one that its list lacks (discovered is false) may be misspelled.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/refresh", RefreshAsync).WithName("refreshProviderModels").WithSummary("Reads the provider's own list of models now.")
            .WithDescription("It is read by itself at registration and once a day, where a provider was registered without models. A list that cannot be reached, read or is too long (4 MiB, 5,000 models) answers 502 with the reason; what was known stays.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null,"discoveredAt":"2026-01-31T12:00:00Z","added":["acme-fast-2"],"removed":[]}""")
            .ProducesProblem(StatusCodes.Status502BadGateway);
    }

    private static async Task<Results<Ok<Page<ProviderModelView>>, ProblemHttpResult>> ListAsync(
        string name, string? cursor, int? limit, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, ProviderRules.IsModelName, out var query, out var problem)) return problem;
        var row = await db.Set<Provider>().AsNoTracking().SingleOrDefaultAsync(p => p.Name == name, cancellationToken);
        return row is null ? ProviderProblems.NotFound(name) : TypedResults.Ok(Page(row, query));
    }

    private static async Task<Results<Ok<RefreshedView>, ProblemHttpResult>> RefreshAsync(string name, ModelRefresh refresh, CancellationToken cancellationToken)
    {
        var result = await refresh.RunAsync(name, cancellationToken);
        if (result.Row is not { } row) return ProviderProblems.NotFound(name);
        if (result.Error is { } error)
            return Problems.Create(StatusCodes.Status502BadGateway, $"The models of provider {name} cannot be listed: {error}. What was known stays.");
        var page = Page(row, new PageQuery(null, PageQuery.MaxLimit));
        return TypedResults.Ok(new RefreshedView(page.Items, page.Next, row.DiscoveredAt, result.Added!, result.Removed!));
    }

    private static Page<ProviderModelView> Page(Provider row, PageQuery query) => query.ToPage(
        [.. ProviderModelView.Of(row).Where(m => query.After is null || string.CompareOrdinal(m.Id, query.After) > 0).Take(query.Limit + 1)], m => m.Id);
}
