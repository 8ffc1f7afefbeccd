using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Gives tool calls of an answer the names that the caller knows.</summary>
internal sealed class NamingReader(IAnswerReader inner, ToolNames names) : DelegatingReader(inner)
{
    protected override void Tell(ReadOnlySpan<LlmEvent> said, EventBatch events)
    {
        foreach (ref readonly var item in said)
        {
            if (item is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.ToolCall or BlockKind.CustomCall }) events.Add(item with { Name = names.Restore(item.Name) });
            else events.Add(item);
        }
    }
}
