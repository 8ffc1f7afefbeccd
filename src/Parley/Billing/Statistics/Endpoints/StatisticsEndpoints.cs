using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary><c>/api/v1/providers/stats</c> and <c>/api/v1/providers/{name}/stats</c>.</summary>
internal static class StatisticsEndpoints
{
    private const string Explained =
        "From the usage records, up to the moment of the call: a restart forgets nothing. A request counts for the provider that served it, the last one tried. "
        + "Percentiles are of completed answers and at most 1.6 % off. The cost is by the catalogue's present prices, and left out where one is unknown.";

    public static void MapProviderStatistics(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/providers").RequireAuthorization(Policies.Admin).WithTags("Providers")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/stats", ListAsync).WithName("getStatistics").WithSummary("Requests, tokens, cost, errors and times of every provider that was called.").WithDescription(Explained)
            .WithExample(response: StatisticsExamples.All).Produces<Page<ProviderStatisticsView>>();
        group.MapGet("/{name}/stats", GetAsync).WithName("getProviderStatistics").WithSummary("Requests, tokens, cost, errors and times of one provider.").WithDescription(Explained)
            .WithExample(response: StatisticsExamples.Provider).Produces<ProviderStatisticsView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] StatisticsQuery query, string? cursor, int? limit, ProviderStatistics statistics, TimeProvider time, CancellationToken cancellationToken)
    {
        var (window, problem) = query.Read(time);
        if (problem is not null) return problem;
        if (!PageQuery.TryRead(cursor, limit, _ => true, out var page, out var unusable)) return unusable;
        try
        {
            var found = (await statistics.ReadAllAsync(window, cancellationToken)).Where(s => page.After is null || string.CompareOrdinal(s.Provider, page.After) > 0);
            return TypedResults.Ok(page.ToPage([.. found.Take(page.Limit + 1)], s => s.Provider));
        }
        catch (LedgerUnavailableException unavailable)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, unavailable.Message);
        }
    }

    private static async Task<IResult> GetAsync(
        string name, [AsParameters] StatisticsQuery query, ProviderStatistics statistics, TimeProvider time, CancellationToken cancellationToken)
    {
        var (window, problem) = query.Read(time);
        if (problem is not null) return problem;
        try
        {
            return await statistics.FindAsync(name, window, cancellationToken) is { } found ? TypedResults.Ok(found)
                : Problems.NotFound($"There is no provider {name}, and no call to one in this time. GET /api/v1/providers lists those that there are.");
        }
        catch (LedgerUnavailableException unavailable)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, unavailable.Message);
        }
    }
}
