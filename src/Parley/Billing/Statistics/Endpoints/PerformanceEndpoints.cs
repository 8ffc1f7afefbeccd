using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary><c>/api/v1/chat/models/performance</c>.</summary>
internal static class PerformanceEndpoints
{
    public static void MapPerformance(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/chat/models").RequireAuthorization(Policies.GatewayOrAdmin).WithTags("Chat")
        .MapGet("/performance", ListAsync).WithName("getModelPerformance").WithSummary("How fast each model was in the last hour and day.")
        .WithDescription("Measured by the usage records of all callers, over all providers that serve the model, and at most ten seconds old. For the models of GET /api/v1/chat/models.")
        .WithExample(response: StatisticsExamples.Performance).Produces<Page<ModelPerformanceView>>()
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListAsync(string? cursor, int? limit, ModelPerformance performance, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, _ => true, out var page, out var problem)) return problem;
        try
        {
            var found = (await performance.ReadAsync(cancellationToken)).Where(m => page.After is null || string.CompareOrdinal(m.Model, page.After) > 0)
                .Take(page.Limit + 1).Select(m => new ModelPerformanceView(m.Model, PerformanceView.Of(m.Hour), PerformanceView.Of(m.Day)));
            return TypedResults.Ok(page.ToPage([.. found], m => m.Id));
        }
        catch (LedgerUnavailableException unavailable)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, unavailable.Message);
        }
    }
}
