using System.Buffers;
using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

/// <summary>Short words for tests of this dialect.</summary>
internal static class Answers
{
    public static AnswerIdentity Identity { get; } = new("req_1", "asked", DateTimeOffset.UnixEpoch);

    public static LlmEvent Call(int block, string id, string name) => new()
    {
        Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = BlockKind.ToolCall, Id = JsonText.From(id), Name = JsonText.From(name),
    };

    public static LlmEvent Delta(int block, BlockKind kind, string text) => new()
    {
        Kind = LlmEventKind.Delta, Block = block, BlockKind = kind, Text = JsonText.From(text),
    };

    public static string Write(IAnswerWriter writer, params LlmEvent[] events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var item in events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static EventBatch ReadStream(string sse)
    {
        var events = new EventBatch();
        var reader = new AnthropicDialect().CreateStreamReader();
        foreach (var (type, data) in Golden.Frames(sse)) reader.Read(type, data, events);
        reader.End(events);
        return events;
    }

    public static EventBatch ReadBody(string json)
    {
        var events = new EventBatch();
        var reader = new AnthropicDialect().CreateWholeReader();
        reader.Read(default, Encoding.UTF8.GetBytes(json), events);
        reader.End(events);
        return events;
    }

    /// <summary>What an answer amounts to: deltas joined by block, the last usage, the end.</summary>
    public static string Fold(EventBatch events)
    {
        var blocks = new SortedDictionary<int, StringBuilder>();
        string usage = "", end = "";
        foreach (var item in events.Events)
        {
            var line = EventDump.Line(item);
            switch (item.Kind)
            {
                case LlmEventKind.BlockStarted:
                    blocks[item.Block] = new StringBuilder(line).Append('\n');
                    break;
                case LlmEventKind.Delta:
                    blocks[item.Block].Append(item.Text.ToString());
                    break;
                case LlmEventKind.Citation or LlmEventKind.Signature:
                    blocks[item.Block].Append('\n').Append(line).Append('\n');
                    break;
                case LlmEventKind.Usage:
                    usage = line;
                    break;
                case LlmEventKind.Started or LlmEventKind.Finished or LlmEventKind.Completed or LlmEventKind.Failed:
                    end += line + "\n";
                    break;
            }
        }

        // no arguments at all and an empty object are one
        return string.Join('\n', blocks.Values.Select(b => b.ToString() is var text && text.EndsWith("\n{}", StringComparison.Ordinal) ? text[..^2] : text)) + "\n" + usage + "\n" + end;
    }
}
