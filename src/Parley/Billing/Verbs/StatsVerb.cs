using System.CommandLine;
using Parley.Billing.Statistics;
using Parley.Billing.Statistics.Endpoints;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Providers;
using Parley.Shared;

namespace Parley.Billing.Verbs;

/// <summary><c>providers stats [NAME]</c>: what the usage table adds up to.</summary>
internal static class StatsVerb
{
    private const string Complete =
        "Counted is what stands in the usage table. A running server brings it up to date twice a minute at least, and what a killed one left when it starts again; GET /api/v1/providers/stats of a running server counts up to now.";

    public static Command Create(VerbHost host)
    {
        var name = new Argument<string?>("NAME") { Description = "A provider, also one that was removed: everything of it and of each of its models. Without it, a line for each.", Arity = ArgumentArity.ZeroOrOne };
        var window = new Option<string?>("--window") { Description = "The time up to now: 15m, 1h, 24h (default), 7d or 30d.", HelpName = "TIME" };
        var since = new Option<string?>("--since") { Description = "Instead of a window: calls that began at this time or later, as 2026-01-31T12:00:00Z.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Calls that began before this time; now by default.", HelpName = "TIME" };
        var model = new Option<string?>("--model") { Description = "Only of this model: the name that callers use, or the provider's own." };
        var json = VerbHost.Json();
        var command = new VerbBelow("providers", "stats", "Shows requests, tokens, cost, errors, times and speed by provider and model, from the usage records.") { name, window, since, until, model, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var time = Window(parsed.GetValue(window), parsed.GetValue(since), parsed.GetValue(until), services.GetRequiredService<TimeProvider>().GetUtcNow());
            var (providers, wanted) = (services.GetRequiredService<ProviderNames>(), parsed.GetValue(name));
            await providers.LoadAsync(cancellationToken);
            var routes = services.GetRequiredService<IRouteSource>().Current;
            var figures = await services.GetRequiredService<RollupTable>().ReadAsync(time.Since, time.Until, wanted, cancellationToken);
            if (wanted is not null && figures.Count == 0 && !providers.Has(wanted))
                throw new UserError($"There is no provider {wanted}, and no call to one in this time; \"providers list\" shows what there is.");
            if (parsed.GetValue(model) is { } only) KeepOnly(figures, only, routes);
            List<ProviderStatisticsView> found = [.. ProviderStatistics.Views(figures, routes, time)];
            if (parsed.GetValue(json)) await host.WriteJsonAsync(new { time.Since, time.Until, Items = found });
            else if (found.Count > 0) await host.WriteLinesAsync(wanted is null ? StatisticsText.Overview(found) : found.SelectMany(StatisticsText.Details));
            await host.Error.WriteLineAsync($"{(found.Count == 0 ? $"No calls from {time.Since:u} to {time.Until:u}. " : $"Calls from {time.Since:u} to {time.Until:u}. ")}{Complete}");
        }, cancellationToken));
        return command;
    }

    private static StatisticsWindow Window(string? window, string? since, string? until, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var read = StatisticsWindow.Read(window, since, until, now, errors);
        return errors.Count == 0 ? read : throw new UserError(string.Join(' ', errors.Select(e => $"--{e.Key} {string.Join(", ", e.Value)}.")));
    }

    /// <summary>Callers' names lead to a provider's own by the routes in force.</summary>
    private static void KeepOnly(FigureTable figures, string model, RouteSnapshot routes)
    {
        HashSet<FigureKey> meant = [.. routes.Find(model)?.Candidates.Select(c => new FigureKey(c.Upstream.Name, c.UpstreamModel)) ?? []];
        foreach (var key in figures.Keys.Where(key => key.Model != model && !meant.Contains(key)).ToList()) figures.Remove(key);
    }
}
