using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>What stands in a record before the answer's steps.</summary>
internal sealed class RecordHead
{
    private const byte Whole = 1, Estimate = 2, Legacy = 4, NoFormat = byte.MaxValue;

    public bool IsWhole { get; private init; }

    public bool IsEstimate { get; private init; }

    /// <summary>The format of the steps' bytes; null when they have none.</summary>
    public WireFormat? Format { get; private init; }

    /// <summary>Who answered; null when that is not known.</summary>
    public string? Provider { get; private init; }

    /// <summary>The upstream's name of the model.</summary>
    public required string Model { get; init; }

    public required string[] Dropped { get; init; }

    /// <summary>What an answer from this record says of its origin.</summary>
    public required CacheTrace Trace { get; init; }

    /// <summary>Where the first step stands.</summary>
    public int Steps { get; private init; }

    public static void Write(PooledBytes output, LlmRequest request, LlmAnswer answer)
    {
        output.Number(RecordForm.Version);
        output.Number((ulong)((answer.IsWhole ? Whole : 0) | (answer.IsEstimate ? Estimate : 0) | (request.PromptIfRead is { LegacyTools: true } ? Legacy : 0)));
        output.Number(answer.Format is { } format ? (byte)format : NoFormat);
        output.Words(answer.Target?.Upstream.Name ?? "");
        output.Words(answer.Target?.UpstreamModel ?? "");
        output.Words(request.Id);
        output.Number((ulong)request.At.UtcTicks);
        output.Number((ulong)answer.Dropped.Count);
        foreach (var name in answer.Dropped) output.Words(name);
    }

    /// <summary>Null for what another version wrote, and for what is no record.</summary>
    public static RecordHead? Read(ReadOnlyMemory<byte> record)
    {
        if (record.IsEmpty || record.Span[0] != RecordForm.Version) return null;
        try
        {
            return Read(new RecordReader(record, 1));
        }
        catch (Exception problem) when (problem is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static RecordHead Read(RecordReader reader)
    {
        var flags = reader.Number();
        var format = reader.Number();
        var (provider, model, id, at) = (reader.Words(), reader.Words(), reader.Words(), new DateTimeOffset((long)reader.Number(), TimeSpan.Zero));
        var dropped = new string[reader.Count()];
        for (var i = 0; i < dropped.Length; i++) dropped[i] = reader.Words();
        return new RecordHead
        {
            IsWhole = (flags & Whole) != 0,
            IsEstimate = (flags & Estimate) != 0,
            Format = format == NoFormat ? null : (WireFormat)format,
            Provider = provider.Length == 0 ? null : provider,
            Model = model,
            Dropped = dropped,
            Trace = new CacheTrace(CacheState.Hit) { RequestId = id, At = at, LegacyCalls = (flags & Legacy) != 0 },
            Steps = reader.Position,
        };
    }

}
