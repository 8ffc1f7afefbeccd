using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Discovery;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Providers.Pages;

/// <summary><c>/admin/providers</c>: what is registered, how it is, and how to add to it.</summary>
internal static class ProviderPages
{
    public const string Path = "/admin/providers";

    /// <summary>A page is not kept waiting longer for somebody new.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly string[] Fields = ["name", "kind", "baseUrl", "apiKeys", "models", "overlapSeconds", "concurrency"];

    public static void MapProviderPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(Path).RequireAuthorization(Policies.Admin);
        group.MapGet("", ListAsync);
        group.MapGet("/new", () => PageResult.Of<NewProviderPage>());
        group.MapPost("", AddAsync);
        group.MapPost("/{name}/enable", (string name, ProviderAdmission admission, CancellationToken cancellationToken) => EnableAsync(name, true, admission, cancellationToken));
        group.MapPost("/{name}/disable", (string name, ProviderAdmission admission, CancellationToken cancellationToken) => EnableAsync(name, false, admission, cancellationToken));
        group.MapPost("/{name}/remove", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(ParleyDbContext db, ProviderRegistry registry, ProviderChecks checks, DiscoveryLog attempts, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).OrderBy(p => p.Name).ToListAsync(cancellationToken);
        var serving = registry.Definitions.ToDictionary(d => d.Name, StringComparer.Ordinal);
        return PageResult.Of<ProvidersPage>(new ProvidersPage.View([.. rows.Select(row => Row(row, serving.GetValueOrDefault(row.Name), checks, attempts))]));
    }

    private static ProvidersPage.Row Row(Provider row, ProviderDefinition? serving, ProviderChecks checks, DiscoveryLog attempts)
    {
        var health = serving is null ? null : checks.ViewOf(serving);
        var models = row.ReadModels().Select(model => model.Id).Concat(row.ReadDiscovered()).Distinct(StringComparer.Ordinal).ToList();
        return new(row.Name, row.Kind, row.BaseUrl, row.Comes(), row.Origin == ProviderOrigin.Operator, row.Enabled, [.. row.Credentials.OrderBy(c => c.Position).Select(c => c.Hint)], models,
            StateNames.Of(health?.State), health?.Reason, attempts.Find(row.Name, row.Kind, row.BaseUrl)?.Error);
    }

    private static async Task<IResult> AddAsync(FormState form, ProviderAdmission admission, ProviderRegistry registry, ProviderChecks checks, CancellationToken cancellationToken)
    {
        var models = Lines(form["models"]).Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).Select(pair => new ModelInput { Id = pair[0], UpstreamName = pair.ElementAtOrDefault(1) }).ToList();
        var keys = Lines(form["apiKeys"]);
        var input = new ProviderInput
        {
            Name = form["name"].Trim(), Kind = form["kind"], BaseUrl = form["baseUrl"].Trim(), ApiKeys = keys.Length > 0 ? [.. keys] : null, Models = models.Count > 0 ? models : null,
            AllowPrivateNetwork = form.IsOn("allowPrivateNetwork"),
        };
        var (errors, existing) = await admission.AddAsync(input, cancellationToken);
        if (existing is not null) form.Fail("name", $"There is a provider {existing.Name} already ({existing.Comes()}). It was not changed; choose another name.");
        foreach (var (field, messages) in errors?.ToDictionary() ?? []) Tell(form, field, messages);
        if (!form.IsValid) return PageResult.Of<NewProviderPage>(status: StatusCodes.Status422UnprocessableEntity);
        return await TroubleAsync(input.Name, registry, checks, cancellationToken) is { } trouble
            ? PageResult.GoBack(Path, $"{input.Name} is registered, but did not answer: {trouble}")
            : PageResult.Go(Path, $"{input.Name} is registered and serves from now on.");
    }

    /// <summary>Why a new provider does not answer; null when it does, or takes its time.</summary>
    private static async Task<string?> TroubleAsync(string name, ProviderRegistry registry, ProviderChecks checks, CancellationToken cancellationToken)
    {
        if (registry.Definitions.FirstOrDefault(d => d.Name == name) is not { } provider) return null;
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(Patience);
        try
        {
            return (await checks.ProbeNextAsync(provider, soon.Token)).Error;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<IResult> EnableAsync(string name, bool enabled, ProviderAdmission admission, CancellationToken cancellationToken) =>
        (await admission.EnableAsync(name, enabled, IfMatch.Any, cancellationToken)).Outcome == ChangeOutcome.Done
            ? PageResult.Go(Path, enabled ? $"{name} serves again." : $"{name} is asked nothing from now on. What runs goes on.")
            : PageResult.GoBack(Path, $"There is no provider {name} any more.");

    private static async Task<IResult> RemoveAsync(string name, ProviderAdmission admission, CancellationToken cancellationToken) =>
        await admission.RemoveAsync(name, IfMatch.Any, cancellationToken) switch
        {
            { Outcome: ChangeOutcome.Done } => PageResult.Go(Path, $"{name} is removed. Its usage stays in the books."),
            { Outcome: ChangeOutcome.Foreign, Row: { } row } => PageResult.GoBack(Path, row.KeptBecause()),
            _ => PageResult.GoBack(Path, $"There is no provider {name} any more."),
        };

    /// <summary>Errors of parts are told at the field that a person sees.</summary>
    internal static void Tell(FormState form, string field, string[] messages)
    {
        // The one limit that a form shows stands there without its group.
        if (field == "limits.concurrency") field = "concurrency";
        var shown = Fields.FirstOrDefault(known => field.StartsWith(known, StringComparison.Ordinal));
        var text = $"{(shown == field ? "This" : field)} {string.Join(", ", messages.Select(message => message == BaseUrlRules.PrivateRefused ? BaseUrlRules.PrivateRefusedAtForm : message))}.";
        if (shown is not null) form.Fail(shown, text);
        else form.Fail(text);
    }

    internal static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
