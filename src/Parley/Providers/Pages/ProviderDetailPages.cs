using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Discovery;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Providers.Pages;

/// <summary><c>/admin/providers/NAME</c>: one provider is looked at, tested and changed.</summary>
internal static class ProviderDetailPages
{
    public static void MapProviderDetailPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(ProviderPages.Path + "/{name}").RequireAuthorization(Policies.Admin);
        group.MapGet("", (string name, ParleyDbContext db, CancellationToken cancellationToken) => ShowAsync(name, db, null, StatusCodes.Status200OK, cancellationToken));
        group.MapPost("", ChangeAsync);
        group.MapPost("/keys", ReplaceKeysAsync);
        group.MapPost("/test", TestAsync);
        group.MapPost("/refresh", RefreshAsync);
    }

    private static async Task<IResult> ShowAsync(string name, ParleyDbContext db, IReadOnlyList<EditProviderPage.Test>? tested, int status, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, db, cancellationToken) is not { } row) return TypedResults.NotFound();
        return PageResult.Of<EditProviderPage>(new EditProviderPage.View(row.Name, row.Kind, row.Comes(), row.Origin == ProviderOrigin.Operator, $"It is {row.Comes()}: here it can be tested, and in the list enabled and disabled. {row.HowToChange()}", row.BaseUrl, row.AllowPrivateNetwork,
            ModelLines(row), row.Concurrency?.ToString(CultureInfo.InvariantCulture), [.. row.Credentials.OrderBy(c => c.Position).Select(c => c.Hint)], row.ReadDiscovered(), tested), status);
    }

    private static async Task<IResult> ChangeAsync(string name, FormState form, ParleyDbContext db, ProviderAdmission admission, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, db, cancellationToken) is not { } row) return PageResult.GoBack(ProviderPages.Path, $"There is no provider {name} any more.");
        var patch = new JsonObject { ["baseUrl"] = form["baseUrl"].Trim(), ["allowPrivateNetwork"] = form.IsOn("allowPrivateNetwork") };
        if (form["models"].ReplaceLineEndings("\n").Trim() != ModelLines(row)) patch["models"] = ModelsOf(form["models"], row);
        var concurrency = form["concurrency"].Trim();
        if (concurrency.Length == 0) patch["limits"] = new JsonObject { ["concurrency"] = null };
        else if (int.TryParse(concurrency, NumberStyles.None, CultureInfo.InvariantCulture, out var most)) patch["limits"] = new JsonObject { ["concurrency"] = most };
        else form.Fail("concurrency", "This must be a whole number, or empty.");
        if (form.IsValid)
        {
            var change = await admission.ChangeAsync(name, patch, IfMatch.Any, cancellationToken);
            if (change.Outcome == ChangeOutcome.Done) return PageResult.Go($"{ProviderPages.Path}/{Uri.EscapeDataString(name)}", "Saved. It holds for the next request.");
            foreach (var (field, messages) in change.Errors?.ToDictionary() ?? []) ProviderPages.Tell(form, field, messages);
            if (form.IsValid) form.Fail(row.UnchangedBecause());
        }

        return await ShowAsync(name, db, null, StatusCodes.Status422UnprocessableEntity, cancellationToken);
    }

    private static async Task<IResult> ReplaceKeysAsync(string name, FormState form, ParleyDbContext db, ProviderAdmission admission, CancellationToken cancellationToken)
    {
        var input = new CredentialsInput { ApiKeys = [.. ProviderPages.Lines(form["apiKeys"])], OverlapSeconds = long.TryParse(form["overlapSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var overlap) ? overlap : 0 };
        var change = await admission.ReplaceCredentialsAsync(name, input, IfMatch.Any, cancellationToken);
        if (change.Outcome == ChangeOutcome.Done) return PageResult.Go($"{ProviderPages.Path}/{Uri.EscapeDataString(name)}", input.ApiKeys.Count == 0 ? "It is asked without a key from now on." : "The new keys are in use.");
        foreach (var (field, messages) in change.Errors?.ToDictionary() ?? []) ProviderPages.Tell(form, field, messages);
        return await ShowAsync(name, db, null, StatusCodes.Status422UnprocessableEntity, cancellationToken);
    }

    private static async Task<IResult> TestAsync(string name, ParleyDbContext db, ProviderRegistry registry, ProviderChecks checks, CancellationToken cancellationToken)
    {
        if (registry.Definitions.FirstOrDefault(d => d.Name == name) is not { } provider)
            return PageResult.GoBack($"{ProviderPages.Path}/{Uri.EscapeDataString(name)}", "It is disabled, so it was not asked. Enable it first.");
        var hints = (await FindAsync(name, db, cancellationToken))?.Credentials.Where(c => c.Id is not null).ToDictionary(c => c.Id!, c => c.Hint) ?? [];
        var results = await checks.ProbeAllAsync(provider, cancellationToken);
        return await ShowAsync(name, db, [.. results.Select(r => new EditProviderPage.Test(r.Credential is null ? null : hints.GetValueOrDefault(r.Credential, r.Credential), r.Error, r.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)))],
            StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> RefreshAsync(string name, ModelRefresh refresh, CancellationToken cancellationToken)
    {
        var read = await refresh.RunAsync(name, cancellationToken);
        var path = $"{ProviderPages.Path}/{Uri.EscapeDataString(name)}";
        return read switch
        {
            { Row: null } => PageResult.GoBack(ProviderPages.Path, $"There is no provider {name} any more."),
            { Error: { } error } => PageResult.GoBack(path, $"Its list could not be read: {error}"),
            _ => PageResult.Go(path, $"Its list was read: {read.Added!.Count} are new, {read.Removed!.Count} are gone."),
        };
    }

    private static Task<Provider?> FindAsync(string name, ParleyDbContext db, CancellationToken cancellationToken) =>
        db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == name, cancellationToken);

    /// <summary>The models that it was registered with, as the form shows them.</summary>
    private static string ModelLines(Provider row) => string.Join('\n', (row.ToInput().Models ?? []).Select(m => m.UpstreamName is null || m.UpstreamName == m.Id ? m.Id : $"{m.Id}={m.UpstreamName}"));

    /// <summary>What the form does not show of a model stays.</summary>
    private static JsonArray ModelsOf(string text, Provider row)
    {
        var before = (row.ToInput().Models ?? []).ToDictionary(m => m.Id ?? "", StringComparer.Ordinal);
        return [.. ProviderPages.Lines(text).Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).Select(pair => (JsonNode?)new JsonObject
        {
            ["id"] = pair[0], ["upstreamName"] = pair.ElementAtOrDefault(1), ["continuesTurns"] = before.GetValueOrDefault(pair[0])?.ContinuesTurns,
        })];
    }
}
