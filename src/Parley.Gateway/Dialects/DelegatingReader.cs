using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>A reader that tells what another one reads, in other words.</summary>
internal abstract class DelegatingReader(IAnswerReader inner) : IAnswerReader
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

    /// <summary>Tells one frame's events.</summary>
    protected abstract void Tell(ReadOnlySpan<LlmEvent> said, EventBatch events);

    private void Pass(EventBatch events)
    {
        Tell(_said.Events, events);
        events.IsUsageOnly = _said.IsUsageOnly;
        _said.Clear();
    }
}
