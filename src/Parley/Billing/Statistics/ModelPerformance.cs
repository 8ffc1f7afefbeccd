using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>How fast models were in the last hour and day. Every caller may ask, so the ledger is asked once in ten seconds at most,
/// by one of them for all.</summary>
internal sealed class ModelPerformance(UsageStatistics usage, IRouteSource routes, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1);
    private Reading? _latest;

    /// <summary>The models that can be asked for now, by name, with what was measured of their candidates.</summary>
    public async Task<IReadOnlyList<(string Model, UsageFigures Hour, UsageFigures Day)>> ReadAsync(CancellationToken cancellationToken)
    {
        var (hour, day, _) = await LatestAsync(cancellationToken);
        return [.. routes.Current.Models.Select(model => (model.Model, Of(model, hour), Of(model, day)))];
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Reading> LatestAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known) return known;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } meanwhile) return meanwhile;
            var now = time.GetUtcNow();
            var hour = await usage.ReadAsync(now - TimeSpan.FromHours(1), now, null, cancellationToken);
            var day = await usage.ReadAsync(now - TimeSpan.FromDays(1), now, null, cancellationToken);
            var read = new Reading(hour, day, time.GetTimestamp());
            Volatile.Write(ref _latest, read);
            return read;
        }
        finally
        {
            _reading.Release();
        }
    }

    private Reading? Fresh() => Volatile.Read(ref _latest) is { } latest && time.GetElapsedTime(latest.At) < GoodFor ? latest : null;

    private static UsageFigures Of(Gateway.Routing.Route model, FigureTable table)
    {
        var sum = new UsageFigures();
        foreach (var key in model.Candidates.Select(c => new FigureKey(c.Upstream.Name, c.UpstreamModel)).Distinct())
            if (table.TryGetValue(key, out var figures)) sum.Add(figures);
        return sum;
    }

    private sealed record Reading(FigureTable Hour, FigureTable Day, long At);
}
