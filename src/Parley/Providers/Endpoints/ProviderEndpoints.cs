using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Discovery;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/providers</c>.</summary>
internal static class ProviderEndpoints
{
    private const string Shown =
        """
        {"name":"acme","kind":"chat","baseUrl":"https://api.acme.example/v1","origin":"operator","apiKeyHints":["...WXYZ"],
         "models":[{"id":"fast","upstreamName":"acme-fast-2"}],"discoveredModels":[],"discoveredAt":null,"discovery":null,"allowPrivateNetwork":false,
         "resilience":{"maxRetries":2,"connectTimeoutMs":5000,"firstByteTimeoutMs":600000,"idleTimeoutMs":120000},"cancelPolicy":"estimate",
         "createdAt":"2026-01-31T12:00:00Z","updatedAt":"2026-01-31T12:00:00Z"}
        """;

    public static void MapProviderEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/providers").RequireAuthorization(Policies.Admin).WithTags("Providers")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync).WithName("listProviders").WithSummary("All providers, by name.")
            .WithDescription("For a provider without models, discoveredAt tells when its own list was read last, and discovery what came of the latest try of the node that answers: the error, if it failed.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("", AddAsync).WithName("addProvider").WithSummary("Registers a provider; it serves the next request.")
            .WithDescription("kind is chat (OpenAI and everything compatible) or messages (Anthropic). Without models the provider's own list is asked for. "
                + "Credentials are sealed when stored and never shown again but for their last four characters.")
            .WithExample("""{"name":"acme","kind":"chat","baseUrl":"https://api.acme.example/v1","apiKeys":["..."],"models":[{"id":"fast","upstreamName":"acme-fast-2"}]}""", Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{name}", GetAsync).WithName("getProvider").WithSummary("One provider.").WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{name}", RemoveAsync).WithName("removeProvider").WithSummary("Removes a provider; running streams go on.")
            .WithDescription("Only what an operator added: rows of the configuration or the environment go when their source goes, and answer 409 here.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Page<ProviderView>>, ProblemHttpResult>> ListAsync(
        string? cursor, int? limit, DiscoveryLog attempts, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, ProviderRules.IsName, out var query, out var problem)) return problem;
        var rows = db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).AsQueryable();
        if (query.After is { } after) rows = rows.Where(p => string.Compare(p.Name, after) > 0);
        var found = await rows.OrderBy(p => p.Name).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(query.ToPage([.. found.Select(row => ProviderView.Of(row, attempts))], p => p.Name));
    }

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> GetAsync(
        string name, DiscoveryLog attempts, ParleyDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(db, name, cancellationToken) is { } row ? TypedResults.Ok(ProviderView.Of(row, attempts)) : NotFound(name);

    private static async Task<Results<Created<ProviderView>, ProblemHttpResult>> AddAsync(
        ProviderInput input, ProviderAdmission admission, ParleyDbContext db, CancellationToken cancellationToken)
    {
        var (errors, existing) = await admission.AddAsync(input, cancellationToken);
        if (errors is not null) return Problems.Invalid(errors.ToDictionary());
        if (existing is not null) return Problems.Conflict($"A provider {existing.Name} exists already ({existing.Comes()}). It was not changed; choose another name or remove it first.");
        var added = await FindAsync(db, input.Name!, cancellationToken);
        return added is null ? NotFound(input.Name!) : TypedResults.Created($"/api/v1/providers/{added.Name}", ProviderView.Of(added));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name, ProviderAdmission admission, CancellationToken cancellationToken) =>
        await admission.RemoveAsync(name, cancellationToken) switch
        {
            null => NotFound(name),
            { Origin: ProviderOrigin.Operator } => TypedResults.NoContent(),
            var other => Problems.Conflict($"{other.Name} was not removed: it is {other.Comes()} and would be back at the next start. {other.HowToRemove()}"),
        };

    private static Task<Provider?> FindAsync(ParleyDbContext db, string name, CancellationToken cancellationToken) =>
        db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == name, cancellationToken);

    private static ProblemHttpResult NotFound(string name) => Problems.NotFound($"There is no provider {name}. GET /api/v1/providers lists them.");
}
