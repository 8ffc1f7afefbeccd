using System.Globalization;
using Parley.Billing.Model;
using Parley.Billing.Pages.Requests;
using Parley.Billing.Statistics;
using Parley.Billing.Statistics.Endpoints;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Identity;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Billing.Pages;

/// <summary><c>/admin/usage</c>: what was asked, what it took, and how it ended.</summary>
internal static class UsagePages
{
    private static readonly Span[] Spans =
    [
        new("24h", "Last day", TimeSpan.FromHours(24), TimeSpan.FromHours(2)), new("7d", "Last week", TimeSpan.FromDays(7), TimeSpan.FromDays(1)), new("30d", "Last month", TimeSpan.FromDays(30), TimeSpan.FromDays(2)),
    ];

    public static void MapUsagePages(this RouteGroupBuilder pages) => pages.MapGet("/admin/usage", ShowAsync).RequireAuthorization(Policies.Admin);

    private static async Task<IResult> ShowAsync(string? window, UsageStatistics usage, PeopleUsage people, CallerNames names, RequestReader requests, IRouteSource routes, TimeProvider time, CancellationToken cancellationToken)
    {
        var span = Spans.FirstOrDefault(s => s.Name == window) ?? Spans[0];
        var until = time.GetUtcNow();
        try
        {
            var between = new StatisticsWindow(until - span.Length, until);
            var figures = await usage.ReadAsync(between.Since, between.Until, null, cancellationToken);
            var columns = await ColumnsAsync(span, until, usage, routes.Current, cancellationToken);
            var latest = await requests.LatestAsync(person: null, cancellationToken);
            return PageResult.Of<UsagePage>(new UsagePage.View(span.Name, [.. Spans.Select(s => new Choice($"/admin/usage?window={s.Name}", s.Title))], [.. ProviderStatistics.Views(figures, routes.Current, between).Select(Row)], columns, latest, null)
            {
                Models = UsageRow.OfModels(figures, routes.Current), People = await PeopleAsync(await people.ReadAsync(between, routes.Current, cancellationToken), names, cancellationToken),
            });
        }
        catch (LedgerUnavailableException unavailable)
        {
            return PageResult.Of<UsagePage>(new UsagePage.View(span.Name, [], [], [], [], unavailable.Message), StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IReadOnlyList<UsageRow>> PeopleAsync(IReadOnlyList<(string? UserId, RatedFigures Rated)> used, CallerNames names, CancellationToken cancellationToken)
    {
        var (people, _) = await names.FindAsync(used.Select(u => u.UserId), [], cancellationToken);
        return UsageRow.List(used.Select(u => (u.UserId is null ? "Keys of the server" : people.GetValueOrDefault(u.UserId, "Deleted account"), (string?)null, u.Rated)));
    }

    private static async Task<List<UsagePage.Column>> ColumnsAsync(Span span, DateTimeOffset until, UsageStatistics usage, RouteSnapshot routes, CancellationToken cancellationToken)
    {
        List<UsagePage.Column> columns = [];
        // Columns begin at whole steps, so that whole hours come from their roll-ups.
        var first = new DateTimeOffset((until - span.Length).UtcTicks / span.Step.Ticks * span.Step.Ticks, TimeSpan.Zero) + span.Step;
        for (var from = first; from < until; from += span.Step)
        {
            var to = from + span.Step < until ? from + span.Step : until;
            var figures = await usage.ReadAsync(from, to, null, cancellationToken);
            var rated = RatedFigures.Sum(RatedFigures.ByProvider(figures, routes).SelectMany(provider => provider.Models));
            columns.Add(new(
                from.ToString(span.Step < TimeSpan.FromDays(1) ? "HH:mm" : "d MMM", CultureInfo.InvariantCulture), figures.Values.Sum(f => f.Requests), rated.Figures.Tokens.AllIn + rated.Figures.Tokens.AllOut,
                rated.Known, figures.Values.Sum(f => f.Outcomes.GetValueOrDefault(Outcomes.Failed)), rated.Figures.FirstTokens.Percentile(0.5) / 1000, rated.Figures.FirstTokens.Percentile(0.95) / 1000));
        }

        return columns;
    }

    private static UsagePage.Row Row(ProviderStatisticsView view) => new(
        view.Provider.Length > 0 ? view.Provider : "none reached", view.Requests, view.Cached, view.TokensIn, view.TokensOut, view.Cost is null ? null : $"{view.Cost} {view.Currency}",
        view.ErrorRate, view.FirstTokenMs?.P50, view.FirstTokenMs?.P95, view.TokensPerSecond);

    private sealed record Span(string Name, string Title, TimeSpan Length, TimeSpan Step);
}
