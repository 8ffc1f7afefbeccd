using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

/// <summary>What an answer amounts to: deltas joined by block, the last usage, the end. Ids that were made of the answer's are left out.</summary>
internal static class Folded
{
    public static string Of(ReadOnlySpan<LlmEvent> events)
    {
        var text = new StringBuilder();
        var usage = "";
        foreach (ref readonly var item in events)
        {
            if (item.Kind == LlmEventKind.Delta) text.Append(Encoding.UTF8.GetString(item.Text.Escaped.Span));
            else if (item.Kind == LlmEventKind.Usage) usage = EventDump.Line(item);
            else text.Append('\n').Append(item is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.ToolCall } ? "call " + item.Name : EventDump.Line(item)).Append('\n');
        }

        return text.Append(usage).ToString();
    }
}
