using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Billing.Metering;
using Parley.Billing.Model;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Billing.Endpoints;

internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/usage").RequireAuthorization(Policies.Admin).WithTags("Usage")
        .MapGet("/events", ListAsync)
        .WithName("ListUsageEvents").WithSummary("Usage records, newest first, up to the moment of the call.")
        .Produces<Page<UsageEventView>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListAsync(
        [AsParameters] UsageQuery query, HttpRequest request, LedgerProjector ledger, IDbContextFactory<ParleyDbContext> databases, CancellationToken cancellationToken)
    {
        var (filter, page, problem) = query.Read(request.Query);
        if (problem is not null) return problem;
        try
        {
            await ledger.CatchUpAsync(cancellationToken);
        }
        catch (LedgerUnavailableException unavailable)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, unavailable.Message);
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await filter.Apply(db.Set<UsageEvent>().AsNoTracking()).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var found = page.ToPage(rows, UsagePosition.Of);
        return TypedResults.Ok(new Page<UsageEventView>([.. found.Items.Select(UsageEventView.Of)], found.Next));
    }
}
