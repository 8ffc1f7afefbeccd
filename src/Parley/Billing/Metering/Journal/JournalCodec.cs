using System.Text.Json;
using Parley.Billing.Model;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Billing.Metering.Journal;

/// <summary>Writes and reads the batches of the journal. Writing is the hot side: whoever waits for a commit waits for the words of all its records.</summary>
internal sealed class JournalCodec
{
    private const int Version = 1;

    // Names end in indexes, whose entries PostgreSQL limits; callers choose some of them freely.
    private const int MaxName = 256, MaxTags = 2048, MaxRaw = 16 * 1024;

    private readonly JournalWriter _json = new();

    /// <summary>The batch's bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyList<LedgerItem> items)
    {
        _json.Clear();
        _json.Raw("{\"v\":"u8);
        _json.Number(Version);
        _json.Raw(",\"r\":["u8);
        for (var i = 0; i < items.Count; i++)
        {
            _json.Raw(i == 0 ? "{"u8 : ",{"u8);
            Write(items[i].Intent);
            if (items[i].Settlement is { } settlement) Write(settlement);
            _json.Raw("}"u8);
        }

        _json.Raw("]}"u8);
        return _json.Written;
    }

    public static List<UsageEvent> Read(ReadOnlySpan<byte> batch, string node)
    {
        var document = JsonSerializer.Deserialize(batch, JournalJson.Default.JournalDocument) ?? throw new JsonException("An empty batch.");
        if (document.Version != Version) throw new JsonException($"Journal version {document.Version} is not known.");
        return document.Records.ConvertAll(record => record.ToEvent(node));
    }

    /// <summary>False when a batch cannot be read, and why.</summary>
    public static bool TryRead(ReadOnlySpan<byte> batch, string node, out List<UsageEvent> events, out string? problem)
    {
        try
        {
            (events, problem) = (Read(batch, node), null);
            return true;
        }
        catch (JsonException trouble)
        {
            (events, problem) = ([], trouble.Message);
            return false;
        }
    }

    private void Write(UsageIntent intent)
    {
        _json.Raw("\"id\":"u8);
        _json.Text(intent.RequestId, MaxName);
        Number(",\"at\":"u8, intent.At.UtcTicks);
        Text(",\"k\":"u8, intent.KeyId);
        Text(",\"u\":"u8, intent.UserId);
        Text(",\"tag\":"u8, intent.Tags, MaxTags);
        Text(",\"f\":"u8, intent.Format.Name());
        Text(",\"op\":"u8, intent.Operation.Name());
        if (intent.Stream) _json.Raw(",\"s\":true"u8);
        Text(",\"ask\":"u8, intent.ModelAsked);
        Text(",\"of\":"u8, intent.Continues);
        Text(",\"rt\":"u8, intent.Route);
        Text(",\"hg\":"u8, intent.Hedges);
    }

    private void Write(UsageSettlement settlement)
    {
        Text(",\"out\":"u8, Name(settlement.Outcome));
        Text(",\"p\":"u8, settlement.Provider);
        Text(",\"m\":"u8, settlement.Model);
        Text(",\"why\":"u8, settlement.RouteReason);
        if (settlement.IsCached) _json.Raw(",\"hit\":true"u8);
        if (settlement.Usage is { } usage) Write(usage, settlement.Estimated);
        // Base 64 is written several times faster than a text full of quotes to be escaped.
        if (settlement.RawUsage is { Length: > 0 and <= MaxRaw } raw && !raw.Span.Contains((byte)0))
        {
            _json.Raw(",\"rawb\":"u8);
            _json.Base64(raw.Span);
        }

        Number(",\"n\":"u8, settlement.Attempts);
        Text(",\"err\":"u8, settlement.Error);
        Number(",\"st\":"u8, settlement.Status);
        if (settlement.UpstreamStarted is { } started) Number(",\"tu\":"u8, Microseconds(started));
        if (settlement.FirstToken is { } first) Number(",\"tf\":"u8, Microseconds(first));
        Number(",\"tt\":"u8, Microseconds(settlement.Total));
        Text(",\"cp\":"u8, settlement.CancelPolicy);
    }

    private void Write(Usage usage, bool estimated)
    {
        Number(",\"tok\":["u8, usage.Input);
        Number(","u8, usage.CacheRead);
        Number(","u8, usage.CacheWrite5m);
        Number(","u8, usage.CacheWrite1h);
        Number(","u8, usage.Output);
        Number(","u8, usage.Reasoning);
        Number(","u8, usage.InputAudio);
        Number(","u8, usage.OutputAudio);
        // Few calls use these: a list that ends before them is as old releases wrote it.
        if ((usage.InputImage | usage.OutputImage | usage.Images | usage.AudioMilliseconds | usage.Characters) != 0)
        {
            Number(","u8, usage.InputImage);
            Number(","u8, usage.OutputImage);
            Number(","u8, usage.Images);
            Number(","u8, usage.AudioMilliseconds);
            Number(","u8, usage.Characters);
        }

        _json.Raw("]"u8);
        if (estimated) _json.Raw(",\"est\":true"u8);
    }

    private void Number(ReadOnlySpan<byte> before, long value)
    {
        _json.Raw(before);
        _json.Number(value);
    }

    private void Text(ReadOnlySpan<byte> before, string? value, int most = MaxName)
    {
        if (value is null) return;
        _json.Raw(before);
        _json.Text(value, most);
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string Name(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Completed => Outcomes.Completed,
        CallOutcome.Cancelled => Outcomes.Cancelled,
        CallOutcome.Failed => Outcomes.Failed,
        CallOutcome.Indeterminate => Outcomes.Indeterminate,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
