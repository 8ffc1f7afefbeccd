using Parley.Providers.Health;
using Parley.Providers.Registry;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Providers.Pages;

/// <summary><c>/admin/health</c>: how every provider is and was in the last hour.</summary>
internal static class HealthPages
{
    private const string Path = "/admin/health";
    private const int AtOnce = 16;
    private static readonly TimeSpan Shown = TimeSpan.FromHours(1);

    public static void MapHealthPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(Path).RequireAuthorization(Policies.Admin);
        group.MapGet("", ShowAsync);
        group.MapPost("/check", CheckAsync);
    }

    private static async Task<IResult> ShowAsync(ProviderRegistry registry, ProviderChecks checks, HealthHistory history, TimeProvider time, CancellationToken cancellationToken)
    {
        var (now, rows) = (time.GetUtcNow(), new List<HealthPage.Row>());
        foreach (var provider in registry.Definitions.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var minutes = await history.ReadAsync(provider.Name, now - Shown, now, cancellationToken);
            var (view, probes) = (checks.ViewOf(provider), checks.TimesOf(provider.Name));
            rows.Add(new(provider.Name, StateNames.Of(view.State), view.Reason, view.Since, view.Breaker, view.InFlight, view.Queued, view.FailureRate,
                view.FirstTokenP50?.TotalMilliseconds, view.FirstTokenP95?.TotalMilliseconds, probes.Item1, probes.Item2,
                [.. minutes.Where(m => m.ProbeP50 is not null || m.FirstTokenP50 is not null).Select(m => new ChartPoint(HealthMinutes.Begin(m.Minute).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), m.FirstTokenP50 ?? m.ProbeP50 ?? 0))], view.RecentFailures));
        }

        return PageResult.Of<HealthPage>(new HealthPage.View(now, rows));
    }

    private static async Task<IResult> CheckAsync(ProviderRegistry registry, ProviderChecks checks, CancellationToken cancellationToken)
    {
        var all = registry.Definitions.ToList();
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (provider, token) => await checks.ProbeAllAsync(provider, token));
        return PageResult.Go(Path, all.Count == 1 ? "One provider was asked; this is how it is now." : $"{all.Count} providers were asked; this is how they are now.");
    }
}
