using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>One event in a record: its kind, and the members that it has.</summary>
internal static class RecordedEvent
{
    private const byte Text = 1, Id = 2, Name = 4, Json = 8, Usage = 16, Cited = 32;

    public static void Write(PooledBytes output, in LlmEvent item, ReadOnlySpan<byte> raw)
    {
        output.Number((byte)item.Kind);
        output.Number(unchecked((uint)item.Block));
        output.Number((byte)item.BlockKind);
        output.Number((byte)item.Finish);
        output.Number((ulong)((item.Text.IsEmpty ? 0 : Text) | (item.Id.IsEmpty ? 0 : Id) | (item.Name.IsEmpty ? 0 : Name)
            | (item.Json.IsEmpty ? 0 : Json) | (item.Usage is null ? 0 : Usage) | (item.Citation is null ? 0 : Cited)));
        if (!item.Text.IsEmpty) output.Part(item.Text.Escaped, raw);
        if (!item.Id.IsEmpty) output.Part(item.Id.Escaped, raw);
        if (!item.Name.IsEmpty) output.Part(item.Name.Escaped, raw);
        if (!item.Json.IsEmpty) output.Part(item.Json, raw);
        if (item.Usage is { } usage) WriteUsage(output, usage);
        if (item.Citation is { } citation) WriteCitation(output, citation);
    }

    public static LlmEvent Read(ref RecordReader reader, ReadOnlyMemory<byte> raw)
    {
        var kind = (LlmEventKind)reader.Number();
        var block = unchecked((int)(uint)reader.Number());
        var blockKind = (BlockKind)reader.Number();
        var finish = (FinishReason)reader.Number();
        var has = reader.Number();
        // In the order in which they were written.
        return new LlmEvent
        {
            Kind = kind,
            Block = block,
            BlockKind = blockKind,
            Finish = finish,
            Text = (has & Text) == 0 ? default : JsonText.FromEscaped(reader.Part(raw)),
            Id = (has & Id) == 0 ? default : JsonText.FromEscaped(reader.Part(raw)),
            Name = (has & Name) == 0 ? default : JsonText.FromEscaped(reader.Part(raw)),
            Json = (has & Json) == 0 ? default : reader.Part(raw),
            Usage = (has & Usage) == 0 ? null : ReadUsage(ref reader),
            Citation = (has & Cited) == 0 ? null : ReadCitation(ref reader),
        };
    }

    private static void WriteUsage(PooledBytes output, Usage usage)
    {
        foreach (var count in (ReadOnlySpan<long>)[usage.Input, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Output, usage.Reasoning, usage.InputAudio,
            usage.OutputAudio, usage.InputImage, usage.OutputImage, usage.Images, usage.AudioMilliseconds, usage.Characters]) output.Number(unchecked((ulong)count));
    }

    private static Usage ReadUsage(ref RecordReader reader) => new(Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader),
        Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader), Count(ref reader));

    private static long Count(ref RecordReader reader) => unchecked((long)reader.Number());

    private static void WriteCitation(PooledBytes output, Citation citation)
    {
        foreach (var text in (ReadOnlySpan<string?>)[citation.Url, citation.Title, citation.CitedText])
        {
            output.Number(text is null ? 0UL : 1);
            if (text is not null) output.Words(text);
        }

        foreach (var place in (ReadOnlySpan<int?>)[citation.DocumentIndex, citation.StartIndex, citation.EndIndex])
        {
            output.Number(place is null ? 0UL : 1);
            if (place is { } known) output.Number(unchecked((uint)known));
        }
    }

    private static Citation ReadCitation(ref RecordReader reader) =>
        new(Words(ref reader), Words(ref reader), Words(ref reader), Place(ref reader), Place(ref reader), Place(ref reader));

    private static string? Words(ref RecordReader reader) => reader.Number() == 0 ? null : reader.Words();

    private static int? Place(ref RecordReader reader) => reader.Number() == 0 ? null : unchecked((int)(uint)reader.Number());
}
