using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Providers.Registry;
using Parley.Providers.Routes;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/models/routes</c>.</summary>
internal static class RouteEndpoints
{
    private const string Route =
        """
        "name":"support","objective":"balanced","maxTtftMs":700,
         "candidates":[{"model":"fast","weight":3},{"model":"clever","weight":1,"when":{"context":["technical"],"minPromptTokens":2000}}],
         "fallbacks":["spare"],"hedge":{"enabled":true,"maxExtra":0.05}
        """;

    public static void MapRouteEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/models/routes").RequireAuthorization(Policies.Admin).WithTags("Routes")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        const string shown = $$"""{"routes":[{{{Route}},"cacheSeconds":null,"origin":"operator","missing":[]}]}""";
        group.MapGet("", ReadAsync).WithName("getRoutes").WithSummary("The named routes, with what each lacks at the moment.")
            .WithDescription("The answer can be changed and sent back with PUT, its ETag as If-Match. A name in missing is served by nobody now: the route serves with the others, and is unknown to callers (404, which says why) when none is left.")
            .WithExample(response: shown);
        group.MapPut("", ReplaceAsync).WithName("replaceRoutes").WithSummary("Replaces all named routes of operators; they hold for the next request.")
            .WithDescription("A route's name is used as a model name. Candidates share by weight where their conditions hold, within the objective; fallbacks are tried in order when none is left. A candidate or fallback may be another route, which stands for its models. "
                + "Everything is checked before anything is changed: names twice, names of models, models that nobody serves (but for those that the route names already), circles, weights that sum to zero. "
                + "Routes of the configuration stay, and are passed over when they are sent back as they are; a changed one of the same name gives way to the operator's.")
            .WithExample($$"""{"routes":[{{{Route}}}]}""", shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Ok<RoutesView>> ReadAsync(HttpContext context, RouteAdmission admission, CancellationToken cancellationToken)
    {
        var (routes, version) = await admission.ReadAsync(cancellationToken);
        IfMatch.Tell(context, version);
        return TypedResults.Ok(new RoutesView(routes));
    }

    private static async Task<Results<Ok<RoutesView>, ProblemHttpResult>> ReplaceAsync(
        RoutesBody body, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        RouteAdmission admission, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        var change = await admission.ReplaceAsync(body.Routes, wanted, cancellationToken);
        if (change is { Outcome: ChangeOutcome.Invalid, Errors: { } errors }) return Problems.Invalid(errors.ToDictionary());
        if (change.Outcome == ChangeOutcome.Stale) return IfMatch.Mismatch(context, "The list of routes", change.Version);
        return await ReadAsync(context, admission, cancellationToken);
    }
}
