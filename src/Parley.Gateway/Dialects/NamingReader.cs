using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Gives tool calls of an answer the names that the caller knows.</summary>
internal sealed class NamingReader(IAnswerReader inner, ToolNames names) : IAnswerReader
{
    private readonly EventBatch _said = new();

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        inner.Read(eventName, data, _said);
        Pass(events);
    }

    public void End(EventBatch events)
    {
        inner.End(_said);
        Pass(events);
    }

    private void Pass(EventBatch events)
    {
        foreach (ref readonly var item in _said.Events)
        {
            if (item is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.ToolCall }) events.Add(item with { Name = names.Restore(item.Name) });
            else events.Add(item);
        }

        events.IsUsageOnly = _said.IsUsageOnly;
        _said.Clear();
    }
}
