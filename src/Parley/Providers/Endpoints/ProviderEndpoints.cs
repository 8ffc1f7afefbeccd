using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/providers</c>.</summary>
internal static class ProviderEndpoints
{
    private const string Shown =
        """
        {"name":"acme","kind":"chat","baseUrl":"https://api.acme.example/v1","origin":"operator","enabled":true,"apiKeyHints":["...WXYZ"],
         "credentials":[{"id":"1769860800000-1","hint":"...WXYZ","addedAt":"2026-01-31T12:00:00Z","expiresAt":null}],
         "models":[{"id":"fast","upstreamName":"acme-fast-2"}],"discoveredModels":[],"discoveredAt":null,"discovery":null,"allowPrivateNetwork":false,
         "resilience":{"maxRetries":2,"connectTimeoutMs":5000,"firstByteTimeoutMs":600000,"idleTimeoutMs":120000,"breaker":true,"probe":true,"probeIntervalMs":30000,"probeTimeoutMs":5000},
         "limits":{"concurrency":0,"requestsPerMinute":null,"tokensPerMinute":null},"cancelPolicy":"estimate",
         "createdAt":"2026-01-31T12:00:00Z","updatedAt":"2026-01-31T12:00:00Z","version":1769860800000}
        """;

    private const string Precondition = " The ETag of the answer is the provider's version; sent back as If-Match, a change is made only if nobody was faster (412 otherwise).";

    public static void MapProviderEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/providers").RequireAuthorization(Policies.Admin).WithTags("Providers")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync).WithName("listProviders").WithSummary("All providers, by name.")
            .WithDescription("For a provider without models, discoveredAt tells when its own list was read last, and discovery what came of the latest try: the error, if it failed.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("", AddAsync).WithName("addProvider").WithSummary("Registers a provider; it serves the next request.")
            .WithDescription("kind is chat (OpenAI and everything compatible), responses (OpenAI), messages (Anthropic) or gemini (Google). Without models the provider's own list is asked for. "
                + "Credentials are sealed when stored and never shown again but for their last four characters, of those with 12 or more.")
            .WithExample("""
                {"name":"acme","kind":"chat","baseUrl":"https://api.acme.example/v1","apiKeys":["..."],"models":[{"id":"fast","upstreamName":"acme-fast-2"}],
                 "resilience":{"maxRetries":1,"probe":true,"probeIntervalMs":30000},"limits":{"concurrency":20}}
                """, Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{name}", GetAsync).WithName("getProvider").WithSummary("One provider.").WithDescription(Precondition.Trim()).WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPatch("/{name}", ChangeAsync).WithName("changeProvider").WithSummary("Changes what is given; it holds for the next request.")
            .WithDescription("A merge patch of what registration takes: members that are given replace, lists as wholes, null brings the default back, everything else stays. All is checked before anything is changed. "
                + "name and kind cannot change. apiKeys replaces the credentials at once; PUT .../credentials does it with an overlap. Running streams go on as they began. "
                + "What comes from the configuration or the environment is changed there, and answers 409 here." + Precondition)
            .Accepts<ProviderInput>("application/json", MergePatch.ContentType)
            .WithExample("""{"limits":{"concurrency":10},"resilience":{"breaker":false}}""", Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).Fails();
        group.MapDelete("/{name}", RemoveAsync).WithName("removeProvider").WithSummary("Removes a provider; running streams go on.")
            .WithDescription("Only what an operator added: rows of the configuration or the environment go when their source goes, and answer 409 here." + Precondition).Fails();
        group.MapPost("/{name}/enable", EnableAsync).WithName("enableProvider").WithSummary("Lets a disabled provider serve again, from the next request on.")
            .WithDescription("Works for providers of every origin. Enabling twice is not an error." + Precondition).WithExample(response: Shown).Fails(conflict: false);
        group.MapPost("/{name}/disable", DisableAsync).WithName("disableProvider").WithSummary("Takes a provider out of use from the next request on; it stays listed.")
            .WithDescription("Works for providers of every origin and holds over restarts. Running streams go on. Disabling twice is not an error." + Precondition)
            .WithExample(response: Shown.Replace("\"enabled\":true", "\"enabled\":false", StringComparison.Ordinal)).Fails(conflict: false);
        group.MapPut("/{name}/credentials", ReplaceCredentialsAsync).WithName("replaceProviderCredentials").WithSummary("Replaces the credentials; the old ones stay in use until the overlap ends.")
            .WithDescription("The new ones are used first, from the next request on. With overlapSeconds the old ones stay beside them that long and are then deleted; without, they go at once. "
                + "A credential that is in both lists stays as it is. None is ever shown but for its last four characters, if it has 12 or more." + Precondition)
            .WithExample("""{"apiKeys":["..."],"overlapSeconds":60}""", Shown).ProducesProblem(StatusCodes.Status400BadRequest).Fails();
    }

    private static RouteHandlerBuilder Fails(this RouteHandlerBuilder operation, bool conflict = true)
    {
        operation.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        return conflict ? operation.ProducesProblem(StatusCodes.Status409Conflict) : operation;
    }

    private static async Task<Results<Ok<Page<ProviderView>>, ProblemHttpResult>> ListAsync(
        string? cursor, int? limit, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, ProviderRules.IsName, out var query, out var problem)) return problem;
        var rows = db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).AsQueryable();
        if (query.After is { } after) rows = rows.Where(p => string.Compare(p.Name, after) > 0);
        var found = await rows.OrderBy(p => p.Name).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(query.ToPage([.. found.Select(ProviderView.Of)], p => p.Name));
    }

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> GetAsync(
        string name, HttpContext context, ParleyDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(db, name, cancellationToken) is { } row ? Tell(context, row) : ProviderProblems.NotFound(name);

    private static async Task<Results<Created<ProviderView>, ProblemHttpResult>> AddAsync(
        ProviderInput input, HttpContext context, ProviderAdmission admission, ParleyDbContext db, CancellationToken cancellationToken)
    {
        var (errors, existing) = await admission.AddAsync(input, cancellationToken);
        if (errors is not null) return Problems.Invalid(errors.ToDictionary());
        if (existing is not null) return Problems.Conflict($"A provider {existing.Name} exists already ({existing.Comes()}). It was not changed; choose another name or remove it first.");
        var added = await FindAsync(db, input.Name!, cancellationToken);
        if (added is null) return ProviderProblems.NotFound(input.Name!);
        IfMatch.Tell(context, added.Version);
        return TypedResults.Created($"/api/v1/providers/{added.Name}", ProviderView.Of(added));
    }

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> ChangeAsync(
        string name, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        ProviderAdmission admission, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        var patch = await MergePatch.ReadAsync<ProviderInput>(context.Request, cancellationToken);
        return Tell(context, name, await admission.ChangeAsync(name, patch, wanted, cancellationToken));
    }

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> ReplaceCredentialsAsync(
        string name, CredentialsInput input, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        ProviderAdmission admission, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        return Tell(context, name, await admission.ReplaceCredentialsAsync(name, input, wanted, cancellationToken));
    }

    private static Task<Results<Ok<ProviderView>, ProblemHttpResult>> EnableAsync(
        string name, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        ProviderAdmission admission, CancellationToken cancellationToken) =>
        SetEnabledAsync(name, true, context, ifMatch, admission, cancellationToken);

    private static Task<Results<Ok<ProviderView>, ProblemHttpResult>> DisableAsync(
        string name, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        ProviderAdmission admission, CancellationToken cancellationToken) =>
        SetEnabledAsync(name, false, context, ifMatch, admission, cancellationToken);

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> SetEnabledAsync(
        string name, bool enabled, HttpContext context, string? ifMatch, ProviderAdmission admission, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        return Tell(context, name, await admission.EnableAsync(name, enabled, wanted, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        ProviderAdmission admission, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        var change = await admission.RemoveAsync(name, wanted, cancellationToken);
        return ProviderProblems.Of(context, name, change, ProviderOrigins.KeptBecause) is { } refusal ? refusal : TypedResults.NoContent();
    }

    private static Results<Ok<ProviderView>, ProblemHttpResult> Tell(HttpContext context, string name, ProviderChange change) =>
        ProviderProblems.Of(context, name, change, ProviderOrigins.UnchangedBecause) is { } refusal ? refusal : Tell(context, change.Row!);

    private static Ok<ProviderView> Tell(HttpContext context, Provider row)
    {
        IfMatch.Tell(context, row.Version);
        return TypedResults.Ok(ProviderView.Of(row));
    }

    private static Task<Provider?> FindAsync(ParleyDbContext db, string name, CancellationToken cancellationToken) =>
        db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == name, cancellationToken);
}
