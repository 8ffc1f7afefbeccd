using System.Linq.Expressions;
using Parley.Billing.Model;

namespace Parley.Billing.Statistics;

/// <summary>What statistics read of a usage record. Times are microseconds.</summary>
internal sealed record FigureRow(
    DateTimeOffset At, long Sequence, string? Provider, string? Model, string Operation, bool Stream, bool? IsCached, int? Attempts, string Outcome, string? Error,
    long? FirstToken, long? Total,
    long? Input, long? CacheRead, long? CacheWrite5m, long? CacheWrite1h, long? Output, long? Reasoning, long? InputAudio, long? OutputAudio,
    long? InputImage, long? OutputImage, long? Images, long? AudioMilliseconds, long? Characters)
{
    public static readonly Expression<Func<UsageEvent, FigureRow>> Of = row => new FigureRow(
        row.At, row.Sequence, row.Provider, row.Model, row.Operation, row.Stream, row.IsCached, row.Attempts, row.Outcome!, row.Error,
        row.FirstToken, row.Total,
        row.Input, row.CacheRead, row.CacheWrite5m, row.CacheWrite1h, row.Output, row.Reasoning, row.InputAudio, row.OutputAudio,
        row.InputImage, row.OutputImage, row.Images, row.AudioMilliseconds, row.Characters);

    /// <summary>The same of a record that was read already.</summary>
    public static readonly Func<UsageEvent, FigureRow> Read = Of.Compile();

    /// <summary>What they are counted under; empty names stand for calls that reached no provider.</summary>
    public FigureKey Key => new(Provider ?? "", Model ?? "");
}
