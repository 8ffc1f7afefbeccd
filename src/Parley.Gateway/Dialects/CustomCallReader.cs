using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Tells calls of the caller's custom tools as such, where the vendor was told of functions. Made only for requests that have such tools.</summary>
internal sealed class CustomCallReader(IAnswerReader inner, HashSet<string> tools) : DelegatingReader(inner)
{
    private readonly Dictionary<int, CustomInputReader> _calls = [];

    // The texts of one frame. Where it grows, slices that were told keep the memory that they stand in.
    private readonly ArrayBufferWriter<byte> _texts = new();

    protected override void Tell(ReadOnlySpan<LlmEvent> said, EventBatch events)
    {
        _texts.ResetWrittenCount();
        foreach (ref readonly var item in said)
        {
            var start = _texts.WrittenCount;
            switch (item.Kind)
            {
                case LlmEventKind.BlockStarted when item.BlockKind == BlockKind.ToolCall && tools.Contains(item.Name.ToString()):
                    _calls[item.Block] = new CustomInputReader();
                    events.Add(item with { BlockKind = BlockKind.CustomCall });
                    break;
                case LlmEventKind.Delta when _calls.TryGetValue(item.Block, out var call):
                    call.Read(item.Text, _texts);
                    Delta(item.Block, start, events);
                    break;
                case LlmEventKind.BlockStopped when _calls.Remove(item.Block, out var call):
                    call.End(_texts);
                    Delta(item.Block, start, events);
                    events.Add(item with { BlockKind = BlockKind.CustomCall });
                    break;
                default:
                    events.Add(item);
                    break;
            }
        }
    }

    private void Delta(int block, int start, EventBatch events)
    {
        var text = JsonText.FromEscaped(_texts.WrittenMemory[start..]);
        if (!text.IsEmpty) events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = block, BlockKind = BlockKind.CustomCall, Text = text });
    }
}
