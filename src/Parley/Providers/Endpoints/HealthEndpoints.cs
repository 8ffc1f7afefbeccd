using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Providers.Health;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/providers/health</c>, <c>/api/v1/providers/health/check</c> and <c>/api/v1/providers/{name}/health</c>.</summary>
internal static class HealthEndpoints
{
    private const int AtOnce = 16;

    private const string Members =
        """
        "name":"acme","enabled":true,"state":"degraded","reason":"1 of 2 credentials is set aside.","since":"2026-01-31T11:58:03Z","breaker":"closed",
        "lastProbe":{"at":"2026-01-31T11:59:48Z","ms":41.2,"status":200,"error":null,"credential":"...WXYZ"},
        "probeP50Ms":40.1,"probeP95Ms":97.3,"firstTokenP50Ms":231.7,"firstTokenP95Ms":610.4,"failureRate":0.02,"inFlight":3,"queued":0,
        "credentialsAside":[{"credential":"...ABCD","reason":"it was refused (status 401)"}]
        """;

    private const string History =
        """[{"at":"2026-01-31T11:59:00Z","state":"degraded","probes":2,"failedProbes":1,"probeP50Ms":41.2,"probeP95Ms":41.2,"firstTokenP50Ms":231.7,"firstTokenP95Ms":610.4}]""";

    private const string Probes =
        """[{"at":"2026-01-31T11:59:48Z","ms":41.2,"status":200,"error":null,"credential":"...WXYZ"},{"at":"2026-01-31T11:59:48Z","ms":38.9,"status":401,"error":"it refuses the credential (status 401)","credential":"...ABCD"}]""";

    public static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/providers").RequireAuthorization(Policies.Admin).WithTags("Providers")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/health", List).WithName("getProvidersHealth").WithSummary("How every provider is now.")
            .WithDescription("healthy: it answers. degraded: it answers, but some calls fail, it is slow, or some of its credentials are set aside. down: it does not answer, or none of its credentials is taken. unknown: it was neither called nor probed. A disabled one (enabled is false) is not called, whatever its state. As the answering node sees it, by its probes and its calls.")
            .WithExample(response: $$"""{"items":[{{{Members}}}],"next":null}""").Produces<Page<ProviderHealthView>>();
        group.MapPost("/health/check", CheckAsync).WithName("checkProviders").WithSummary("Probes all providers now, or one, and answers what came of it.")
            .WithDescription("Asks each provider for its own list of models, once with each credential. Takes as long as the slowest of them, each probe 5 seconds at most by default. What is found counts at once: a provider that answers again is called again.")
            .WithExample(response: $$"""{"items":[{{{Members}},"probes":{{Probes}}}],"next":null}""").Produces<Page<ProviderHealthView>>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{name}/health", GetAsync).WithName("getProviderHealth").WithSummary("How one provider is now, and how it was minute by minute.")
            .WithDescription("The history is what all nodes saw, the worst state of each minute, and is kept for seven days. Minutes in which no node ran are left out.")
            .WithExample(response: $$"""{{{Members}},"history":{{History}}}""").Produces<ProviderHealthView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? cursor, int? limit, ProviderRegistry registry, ProviderChecks checks)
    {
        if (!PageQuery.TryRead(cursor, limit, ProviderRules.IsName, out var page, out var problem)) return problem;
        var rows = registry.Definitions.OrderBy(p => p.Name, StringComparer.Ordinal).Where(p => page.After is null || string.CompareOrdinal(p.Name, page.After) > 0).Take(page.Limit + 1);
        return TypedResults.Ok(page.ToPage([.. rows.Select(p => ProviderHealthView.Of(p, checks))], p => p.Name));
    }

    private static async Task<IResult> CheckAsync(
        [System.ComponentModel.Description("One provider's name; all without it.")] string? provider, ProviderRegistry registry, ProviderChecks checks, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = registry.Definitions.Where(p => provider is null || p.Name == provider).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        if (provider is not null && asked.Count == 0) return NotFound(provider);
        var found = new ProviderHealthView[asked.Count];
        await Parallel.ForAsync(0, asked.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var results = await checks.ProbeAllAsync(asked[i], token);
            var (upstream, now) = (checks.UpstreamOf(asked[i]), time.GetUtcNow());
            found[i] = ProviderHealthView.Of(asked[i], checks) with { Probes = [.. results.Select(r => ProbeView.Of(now, r, upstream))] };
        });
        return TypedResults.Ok(new Page<ProviderHealthView>(found, null));
    }

    private static async Task<IResult> GetAsync(
        string name, [AsParameters] HealthQuery query, ProviderRegistry registry, ProviderChecks checks, HealthHistory history, TimeProvider time, CancellationToken cancellationToken)
    {
        var (since, until, problem) = query.Read(time);
        if (problem is not null) return problem;
        if (registry.Definitions.FirstOrDefault(p => p.Name == name) is not { } provider) return NotFound(name);
        var minutes = await history.ReadAsync(name, since, until, cancellationToken);
        return TypedResults.Ok(ProviderHealthView.Of(provider, checks) with { History = [.. minutes.Select(HealthMinuteView.Of)] });
    }

    private static ProblemHttpResult NotFound(string name) => Problems.NotFound($"There is no provider {name}. GET /api/v1/providers lists them.");
}
