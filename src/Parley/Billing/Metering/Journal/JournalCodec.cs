using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Billing.Model;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Billing.Metering.Journal;

/// <summary>Writes and reads the batches of the journal. Writing is the hot side: straight into one reused buffer.</summary>
internal sealed class JournalCodec : IDisposable
{
    private const int Version = 1;

    // Names end in indexes, whose entries PostgreSQL limits; callers choose some of them freely.
    private const int MaxName = 256, MaxTags = 2048, MaxRaw = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    public JournalCodec() => _json = new Utf8JsonWriter(
        _buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The batch's bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyList<LedgerItem> items)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("v"u8, Version);
        _json.WriteStartArray("r"u8);
        foreach (var item in items)
        {
            _json.WriteStartObject();
            Write(item.Intent);
            if (item.Settlement is { } settlement) Write(settlement);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
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

    public void Dispose() => _json.Dispose();

    private void Write(UsageIntent intent)
    {
        Text("id"u8, intent.RequestId, MaxName);
        _json.WriteNumber("at"u8, intent.At.UtcTicks);
        Text("k"u8, intent.KeyId, MaxName);
        Text("u"u8, intent.UserId, MaxName);
        Text("tag"u8, intent.Tags, MaxTags);
        Text("f"u8, intent.Format.Name(), MaxName);
        Text("op"u8, intent.Operation.Name(), MaxName);
        if (intent.Stream) _json.WriteBoolean("s"u8, true);
        Text("ask"u8, intent.ModelAsked, MaxName);
        Text("of"u8, intent.Continues, MaxName);
        Text("rt"u8, intent.Route, MaxName);
        Text("hg"u8, intent.Hedges, MaxName);
    }

    private void Write(UsageSettlement settlement)
    {
        Text("out"u8, Name(settlement.Outcome), MaxName);
        Text("p"u8, settlement.Provider, MaxName);
        Text("m"u8, settlement.Model, MaxName);
        Text("why"u8, settlement.RouteReason, MaxName);
        if (settlement.IsCached) _json.WriteBoolean("hit"u8, true);
        if (settlement.Usage is { } usage) Write(usage, settlement.Estimated);
        // Base 64 is written several times faster than a text full of quotes to be escaped.
        if (settlement.RawUsage is { Length: > 0 and <= MaxRaw } raw && !raw.Span.Contains((byte)0)) _json.WriteBase64String("rawb"u8, raw.Span);
        _json.WriteNumber("n"u8, settlement.Attempts);
        Text("err"u8, settlement.Error, MaxName);
        _json.WriteNumber("st"u8, settlement.Status);
        if (settlement.UpstreamStarted is { } started) _json.WriteNumber("tu"u8, Microseconds(started));
        if (settlement.FirstToken is { } first) _json.WriteNumber("tf"u8, Microseconds(first));
        _json.WriteNumber("tt"u8, Microseconds(settlement.Total));
        Text("cp"u8, settlement.CancelPolicy, MaxName);
    }

    private void Write(Usage usage, bool estimated)
    {
        _json.WriteStartArray("tok"u8);
        _json.WriteNumberValue(usage.Input);
        _json.WriteNumberValue(usage.CacheRead);
        _json.WriteNumberValue(usage.CacheWrite5m);
        _json.WriteNumberValue(usage.CacheWrite1h);
        _json.WriteNumberValue(usage.Output);
        _json.WriteNumberValue(usage.Reasoning);
        _json.WriteNumberValue(usage.InputAudio);
        _json.WriteNumberValue(usage.OutputAudio);
        // Few calls use these: a list that ends before them is as old releases wrote it.
        if ((usage.InputImage | usage.OutputImage | usage.Images | usage.AudioMilliseconds | usage.Characters) != 0)
        {
            _json.WriteNumberValue(usage.InputImage);
            _json.WriteNumberValue(usage.OutputImage);
            _json.WriteNumberValue(usage.Images);
            _json.WriteNumberValue(usage.AudioMilliseconds);
            _json.WriteNumberValue(usage.Characters);
        }

        _json.WriteEndArray();
        if (estimated) _json.WriteBoolean("est"u8, true);
    }

    private void Text(ReadOnlySpan<byte> name, string? value, int most)
    {
        if (value is null) return;
        var text = value.AsSpan(0, Math.Min(value.Length, most));
        // PostgreSQL's text has no character 0; half a surrogate pair becomes the replacement character in the writer.
        if (text.Contains('\0')) text = text.ToString().Replace('\0', '\uFFFD');
        _json.WriteString(name, text);
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
