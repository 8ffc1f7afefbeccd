using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Data;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary><c>/api/v1/models</c>.</summary>
internal static class ModelEndpoints
{
    private const string Price = """{"input":"1.25","output":"10","cacheRead":"0.125","currency":"USD","seller":"openai","source":"genai-prices@47df840","asOf":"2026-08-21","confidence":"B","imported":false}""";

    private const string Shown =
        $$$"""
        {"id":"gpt-5","enabled":true,"state":"available","aliases":["smart"],"providers":[{"name":"openai","upstreamName":"gpt-5","price":{{{Price}}}}],
         "mode":"chat","contextWindow":400000,"maxOutputTokens":128000,"modalities":{"input":["text","image","file"],"output":["text"]},
         "capabilities":["vision","pdf","tools","reasoning"],"price":{{{Price}}},"prices":[{{{Price}}}],"limits":{"requestsPerMinute":600,"tokensPerMinute":null,"concurrency":20}}
        """;

    public static void MapModelEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/models").RequireAuthorization(Policies.Admin).WithTags("Models")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync).WithName("listManagedModels").WithSummary("The models that this installation can call, by name, with what the catalogue knows of them.")
            .WithDescription("What is not known of a model is absent, never 0, and does not pass a filter that asks for it. Prices are decimal strings, of a million tokens unless they name a unit. Models that no list names (provider/model, or what a vendor's prefix claims) are listed once something was decided about them. Disabled ones and those that nobody serves are listed too: state=available leaves them out.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/capabilities", CapabilitiesAsync).WithName("listModelCapabilities").WithSummary("Which model can do what: a row for each model, by name.")
            .WithDescription("The columns are what some model of the page is known to do. A model of which nothing is known has no \"can\".")
            .WithExample(response: """{"capabilities":["tools","vision"],"items":[{"id":"gpt-5","state":"available","contextWindow":400000,"maxOutputTokens":128000,"can":{"tools":true,"vision":true}}],"next":null}""")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{**id}", GetAsync).WithName("getManagedModel").WithSummary("One model.").WithDescription("Its name may contain slashes. Also one that no list names, if a provider would take it or the catalogue knows it. The ETag is the version of its settings, for If-Match.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPatch("/{**id}", ChangeAsync).WithName("changeManagedModel").WithSummary("Enables or disables a model, names its aliases, overrides its limits; holds for the next request.")
            .WithDescription("A member that is not there stays as it is; null puts back what the catalogue says, or the default. Any id that a request could name can be changed, listed or not; provider/model decides about the model at that provider, whatever it is called there, and model about it everywhere. With If-Match, a version other than the one named answers 412 and changes nothing.")
            .WithExample("""{"enabled":true,"aliases":["smart"],"contextWindow":200000,"maxOutputTokens":null,"limits":{"requestsPerMinute":600,"concurrency":20}}""", Shown)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static Results<Ok<Page<ModelView>>, ProblemHttpResult> ListAsync(
        [AsParameters] ModelQuery query, string? cursor, int? limit, ProviderRegistry registry, TimeProvider time)
    {
        var directory = Directory(registry, time);
        var errors = new FieldErrors();
        if (query.ToFilter(directory.Knowledge.Catalogue, errors) is not { } filter) return Problems.Invalid(errors.ToDictionary());
        if (!PageQuery.TryRead(cursor, limit, ProviderRules.IsModelName, out var page, out var problem)) return problem;
        var found = page.ToPage(Rows(directory, page, filter), m => m.Id);
        return TypedResults.Ok(new Page<ModelView>([.. found.Items.Select(ModelView.Of)], found.Next));
    }

    private static Results<Ok<CapabilityTable>, ProblemHttpResult> CapabilitiesAsync(
        [AsParameters] ModelQuery query, string? cursor, int? limit, ProviderRegistry registry, TimeProvider time)
    {
        var directory = Directory(registry, time);
        var errors = new FieldErrors();
        if (query.ToFilter(directory.Knowledge.Catalogue, errors) is not { } filter) return Problems.Invalid(errors.ToDictionary());
        if (!PageQuery.TryRead(cursor, limit, ProviderRules.IsModelName, out var page, out var problem)) return problem;
        var found = page.ToPage(Rows(directory, page, filter), m => m.Id);
        List<string> columns = [.. directory.Knowledge.Catalogue.Capabilities.Where(c => found.Items.Any(m => m.Capabilities.Contains(c)))];
        return TypedResults.Ok(new CapabilityTable(columns, [.. found.Items.Select(m => CapabilityRow.Of(m, columns))], found.Next));
    }

    private static async Task<Results<Ok<ModelView>, ProblemHttpResult>> GetAsync(
        string id, HttpContext context, ProviderRegistry registry, ChangeWatcher changes, TimeProvider time)
    {
        if (await FindAsync(Name(id), registry, changes, time, context.RequestAborted) is not { } model) return NotFound(Name(id));
        IfMatch.Tell(context, model.Settings.Version);
        return TypedResults.Ok(ModelView.Of(model));
    }

    private static async Task<Results<Ok<ModelView>, ProblemHttpResult>> ChangeAsync(
        string id, ModelPatch patch, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, HttpContext context, [AsParameters] ModelChanges tools, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        var name = Name(id);
        if (await FindAsync(name, tools.Registry, tools.Changes, tools.Time, cancellationToken) is not { } before) return NotFound(name);
        name = before.Id;
        var change = await tools.Store.ChangeAsync(name, patch, wanted, tools.Registry.NamesInUse(), cancellationToken);
        if (change.Errors is { } errors) return Problems.Invalid(errors.ToDictionary());
        if (change.OtherVersion is { } other) return IfMatch.Mismatch(context, $"The model {name}", other);
        if (Directory(tools.Registry, tools.Time).Find(name) is not { } model) return NotFound(name); // its provider went this moment
        IfMatch.Tell(context, change.Version);
        return TypedResults.Ok(ModelView.Of(model));
    }

    private static ImmutableArray<ListedModel> Rows(ModelDirectory directory, PageQuery page, ModelFilter filter) =>
        [.. directory.Models.Where(m => page.After is null || string.CompareOrdinal(m.Id, page.After) > 0).Where(filter.Lets).Take(page.Limit + 1)];

    private static ModelDirectory Directory(ProviderRegistry registry, TimeProvider time) => ModelDirectory.Of(registry, time.GetUtcNow());

    /// <summary>It may have been added a moment ago, by another process.</summary>
    private static async Task<ListedModel?> FindAsync(string id, ProviderRegistry registry, ChangeWatcher changes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Directory(registry, time).Find(id) is { } model) return model;
        await changes.LookNowAsync(cancellationToken);
        return Directory(registry, time).Find(id);
    }

    /// <summary>Clients that write a slash as %2F mean a slash.</summary>
    private static string Name(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static ProblemHttpResult NotFound(string id) => Problems.NotFound($"There is no model {(id.Length <= 200 ? id : id[..200] + "...")} here: no provider would take it, and the catalogue does not know it. GET /api/v1/models lists models; what an alias stands for is changed by its own name.");
}
