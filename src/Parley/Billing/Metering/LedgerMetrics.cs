using System.Diagnostics.Metrics;
using Parley.Billing.Metering.Projection;

namespace Parley.Billing.Metering;

/// <summary>What the ledger tells about itself, on the meter <c>Parley</c>.</summary>
internal sealed class LedgerMetrics
{
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;
    private long _failures;

    public LedgerMetrics(IMeterFactory meters, LedgerQueue queue, LedgerProjector projector)
    {
        var meter = meters.Create("Parley");
        _batch = meter.CreateHistogram<int>("parley.ledger.batch.size", "{record}", "Records in one commit of the usage journal.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] });
        _commit = meter.CreateHistogram<double>("parley.ledger.commit.duration", "s", "Time of one commit of the usage journal.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10] });
        meter.CreateObservableCounter("parley.ledger.failures", () => Interlocked.Read(ref _failures), "{failure}", "Commits or projections that failed and are tried again.");
        meter.CreateObservableCounter("parley.ledger.projected", () => projector.Projected, "{record}", "Records moved from the journal to the usage table.");
        meter.CreateObservableGauge("parley.ledger.queue.length", () => queue.Length, "{record}", "Records that are not durable yet.");
        meter.CreateObservableGauge("parley.ledger.backlog", () => projector.Backlog, "{record}", "Durable records that are not in the usage table yet.");
    }

    public void Committed(int records, TimeSpan duration)
    {
        _batch.Record(records);
        _commit.Record(duration.TotalSeconds);
    }

    public void Failed() => Interlocked.Increment(ref _failures);
}
