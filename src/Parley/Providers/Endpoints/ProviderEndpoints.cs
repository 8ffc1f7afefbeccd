using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/providers</c>.</summary>
internal static class ProviderEndpoints
{
    public static void MapProviderEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/providers").RequireAuthorization(Policies.Admin).WithTags("Providers");
        group.MapGet("", ListAsync).WithName("ListProviders").WithSummary("All providers, by name.").ProducesProblem(400);
        group.MapPost("", AddAsync).WithName("AddProvider").WithSummary("Registers a provider; it serves the next request.")
            .ProducesProblem(400).ProducesProblem(409);
        group.MapGet("/{name}", GetAsync).WithName("GetProvider").WithSummary("One provider.").ProducesProblem(404);
        group.MapDelete("/{name}", RemoveAsync).WithName("RemoveProvider").WithSummary("Removes a provider; running streams go on.")
            .ProducesProblem(404).ProducesProblem(409);
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

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> GetAsync(string name, ParleyDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(db, name, cancellationToken) is { } row ? TypedResults.Ok(ProviderView.Of(row)) : NotFound(name);

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
