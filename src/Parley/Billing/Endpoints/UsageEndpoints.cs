using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Billing.Endpoints;

internal static class UsageEndpoints
{
    private const string Example =
        """
        {"items":[{"requestId":"req_01m82bwvcrj05ftm41ewb3vgm2","at":"2026-01-31T12:00:00Z","keyId":"k3v9xq2m","userId":null,"tags":null,
          "modelAsked":"fast","model":"acme-fast-2","provider":"acme","format":"chat","operation":"chat","stream":true,
          "tokens":{"input":812,"cacheRead":0,"cacheWrite5m":0,"cacheWrite1h":0,"output":164,"reasoning":0,"inputAudio":0,"outputAudio":0},
          "source":"reported","rawUsage":{"prompt_tokens":812,"completion_tokens":164},"outcome":"completed","error":null,"status":200,"attempts":1,
          "cancelPolicy":null,"upstreamStartedMs":0.4,"ttftMs":231.7,"totalMs":2205.1}],"next":null}
        """;

    public static void MapUsage(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/usage").RequireAuthorization(Policies.Admin).WithTags("Usage")
        .MapGet("/events", ListAsync)
        .WithName("listUsageEvents").WithSummary("Usage records, newest first, up to the moment of the call.")
        .WithDescription("One record a request, settled before its last byte left. Tokens stand in disjoint buckets; source says whether the provider reported them or Parley estimated. Pictures, sound and speech are counted in units of their own beside them (images, audioMilliseconds, characters), which are left out where they are 0; what can be counted exactly in the request or the answer is no estimate.")
        .WithExample(response: Example)
        .Produces<Page<UsageEventView>>().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListAsync(
        [AsParameters] UsageQuery query, LedgerProjector ledger, IDbContextFactory<ParleyDbContext> databases, CancellationToken cancellationToken)
    {
        var (filter, page, problem) = query.Read();
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
