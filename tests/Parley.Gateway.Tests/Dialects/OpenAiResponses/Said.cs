using System.Buffers;
using System.Globalization;
using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

/// <summary>Short words for tests of this dialect.</summary>
internal static class Said
{
    public static AnswerIdentity Identity { get; } = new("req_01abc", "asked-model", DateTimeOffset.FromUnixTimeSeconds(1700000000));

    public static string Write(ReadOnlySpan<LlmEvent> events, bool streamed, AnswerIdentity? identity = null)
    {
        var dialect = new OpenAiResponsesDialect();
        var writer = streamed ? dialect.CreateStreamWriter(identity ?? Identity, includeUsage: true) : dialect.CreateWholeWriter(identity ?? Identity);
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static LlmEvent[] Read(string wire, bool streamed)
    {
        var dialect = new OpenAiResponsesDialect();
        var events = new EventBatch();
        var reader = streamed ? dialect.CreateStreamReader() : dialect.CreateWholeReader();
        if (!streamed) reader.Read(default, Encoding.UTF8.GetBytes(wire), events);
        else foreach (var (type, data) in Golden.Frames(wire)) reader.Read(type, data, events);
        reader.End(events);
        return events.Events.ToArray();
    }

    public static LlmEvent Delta(int block, BlockKind kind, string text) =>
        new() { Kind = LlmEventKind.Delta, Block = block, BlockKind = kind, Text = JsonText.From(text) };

    /// <summary>The pieces are deltas; of a picture they are what it shows.</summary>
    public static LlmEvent[] Block(int block, BlockKind kind, params string[] pieces) => kind == BlockKind.Image ? Picture(block, string.Concat(pieces)) :
    [
        new()
        {
            Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = kind,
            Id = kind == BlockKind.ToolCall ? JsonText.From($"call_{block}") : default, Name = kind == BlockKind.ToolCall ? JsonText.From("f") : default,
        },
        .. pieces.Select(piece => Delta(block, kind, piece)),
        new() { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = kind },
    ];

    public static LlmEvent[] Picture(int block, string shown) =>
    [
        new()
        {
            Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = BlockKind.Image,
            Name = JsonText.From("image/webp"), Text = JsonText.From(Convert.ToBase64String([0x89, .. Encoding.UTF8.GetBytes(shown)])),
        },
        new() { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = BlockKind.Image },
    ];

    /// <summary>What an answer amounts to, block by block: the deltas joined, the sources, the last usage, the end.</summary>
    public static string Fold(LlmEvent[] events)
    {
        var text = new StringBuilder();
        foreach (var start in events.Where(e => e.Kind == LlmEventKind.BlockStarted && e.BlockKind is not (BlockKind.Opaque or BlockKind.OpaqueReasoning)))
        {
            var own = events.Where(e => e.Block == start.Block && e.Kind is LlmEventKind.Delta or LlmEventKind.Citation).ToList();
            var said = string.Concat(own.Where(e => e.Kind == LlmEventKind.Delta && e.Block == start.Block).Select(e => Encoding.UTF8.GetString(e.Text.Escaped.Span)));
            if (start.BlockKind == BlockKind.Image) said = start.Text.ToString();
            if (start.BlockKind == BlockKind.ToolCall && said.Length == 0) said = "{}";
            text.Append(CultureInfo.InvariantCulture, $"{start.BlockKind} {start.Id} {start.Name} \"{said}\"\n");
            foreach (var cited in own.Where(e => e.Kind == LlmEventKind.Citation && e.Block == start.Block)) text.Append(cited.Citation).Append('\n');
        }

        text.Append(events.LastOrDefault(e => e.Kind == LlmEventKind.Usage).Usage).Append('\n');
        foreach (var item in events.Where(e => e.Kind is LlmEventKind.Finished or LlmEventKind.Completed or LlmEventKind.Failed)) text.Append(EventDump.Line(item)).Append('\n');
        return text.ToString();
    }
}
