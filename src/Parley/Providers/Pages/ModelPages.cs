using System.Globalization;
using Parley.Providers.Catalogue;
using Parley.Providers.Catalogue.Endpoints;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Registry;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Providers.Pages;

/// <summary><c>/admin/models</c>: what callers may call, what it can do and what it costs.</summary>
internal static class ModelPages
{
    private const string Path = "/admin/models";
    private const int Most = 200;

    public static void MapModelPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(Path).RequireAuthorization(Policies.Admin);
        group.MapGet("", List);
        group.MapPost("", ChangeAsync);
        group.MapGet("/edit", (string? id, ProviderRegistry registry, TimeProvider time) => ShowOne(id ?? "", registry, time, StatusCodes.Status200OK));
        group.MapPost("/edit", EditAsync);
    }

    private static IResult List(string? q, ProviderRegistry registry, TimeProvider time)
    {
        var directory = ModelDirectory.Build(registry.Definitions, registry.Knowledge, time.GetUtcNow());
        var found = directory.Models.Where(m => string.IsNullOrWhiteSpace(q) || m.Id.Contains(q.Trim(), StringComparison.OrdinalIgnoreCase) || m.Providers.Any(p => p.Name.Contains(q.Trim(), StringComparison.OrdinalIgnoreCase)))
            .OrderBy(m => m.Id, StringComparer.Ordinal).ToList();
        return PageResult.Of<ModelsPage>(new ModelsPage.View(q, [.. found.Take(Most).Select(Row)], Math.Max(0, found.Count - Most)));
    }

    private static async Task<IResult> ChangeAsync(FormState form, ModelSettingsStore store, ProviderRegistry registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var (id, enabled) = (form["id"], form["enabled"] == "true");
        var back = string.IsNullOrWhiteSpace(form["q"]) || form["q"].Length > 200 ? Path : $"{Path}?q={Uri.EscapeDataString(form["q"])}";
        if (ModelDirectory.Build(registry.Definitions, registry.Knowledge, time.GetUtcNow()).Find(id) is null) return PageResult.GoBack(back, "There is no such model any more.");
        var change = await store.ChangeAsync(id, new ModelPatch { Enabled = enabled }, IfMatch.Any, registry.NamesInUse(), cancellationToken);
        return change.Errors is { } errors
            ? PageResult.GoBack(back, errors.ToString())
            : PageResult.Go(back, enabled ? $"{id} may be called again." : $"{id} is off: callers are told that there is no such model.");
    }

    private static IResult ShowOne(string id, ProviderRegistry registry, TimeProvider time, int status)
    {
        if (ModelDirectory.Build(registry.Definitions, registry.Knowledge, time.GetUtcNow()).Find(id) is not { } model) return TypedResults.NotFound();
        var (row, settings) = (Row(model), model.Settings);
        return PageResult.Of<EditModelPage>(new EditModelPage.View(id, row.Providers, row.State, settings.Enabled, string.Join('\n', settings.Aliases), Number(settings.ContextWindow), Number(settings.MaxOutputTokens),
            Number(model.Facts?.Context), Number(model.Facts?.MaxOutput), row.Capabilities, row.Price is null ? null : $"{row.Price} {row.Currency} for a million tokens in / out"), status);
    }

    private static async Task<IResult> EditAsync(FormState form, ModelSettingsStore store, ProviderRegistry registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = form["id"];
        if (ModelDirectory.Build(registry.Definitions, registry.Knowledge, time.GetUtcNow()).Find(id) is null) return PageResult.GoBack(Path, "There is no such model any more.");
        var patch = new ModelPatch
        {
            Enabled = form.IsOn("enabled"), Aliases = [.. form["aliases"].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            ContextWindow = Tokens(form, "contextWindow"), MaxOutputTokens = Tokens(form, "maxOutputTokens"),
        };
        if (form.IsValid && (await store.ChangeAsync(id, patch, IfMatch.Any, registry.NamesInUse(), cancellationToken)).Errors is { } errors)
            foreach (var (field, messages) in errors.ToDictionary())
                form.Fail(field.Split('[')[0], $"{(field.Contains('[', StringComparison.Ordinal) ? "One of them" : "This")} {string.Join(", ", messages)}.");
        return form.IsValid ? PageResult.Go($"{Path}/edit?id={Uri.EscapeDataString(id)}", "Saved. It holds for the next request.") : ShowOne(id, registry, time, StatusCodes.Status422UnprocessableEntity);
    }

    private static long? Tokens(FormState form, string name)
    {
        var text = form[name].Trim();
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var tokens)) return tokens;
        form.Fail(name, "This must be a whole number, or empty.");
        return null;
    }

    private static string? Number(long? tokens) => tokens?.ToString(CultureInfo.InvariantCulture);

    private static ModelsPage.Row Row(ListedModel model) => new(
        model.Id, model.State, [.. model.Providers.Select(p => p.Name)], Size(model.ContextWindow), model.Capabilities,
        model.Price is { Unit: null } price ? $"{Money(price.Input)} / {Money(price.Output)}" : null, model.Price?.Currency);

    private static string? Size(long? tokens) => tokens switch
    {
        null => null,
        >= 1_000_000 => (tokens.Value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1000 => (tokens.Value / 1000).ToString(CultureInfo.InvariantCulture) + " k",
        _ => tokens.Value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Money(decimal? price) => price is null ? "?" : PriceView.Text(price)!;
}
