namespace Parley.Gateway.Messages;

/// <summary>
/// The events that one frame of an upstream holds: a list that is reused from frame to frame, so that reading a stream
/// allocates nothing per frame. Filled by an event reader, read by the pipeline and by an event writer.
/// </summary>
public sealed class EventBatch
{
    private LlmEvent[] _events = new LlmEvent[8];
    private int _count;

    /// <summary>The events, in order.</summary>
    public ReadOnlySpan<LlmEvent> Events => _events.AsSpan(0, _count);

    /// <summary>The frame carries nothing but usage (OpenAI's last chunk with empty <c>choices</c>): a caller that did
    /// not ask for usage does not get this frame.</summary>
    public bool IsUsageOnly { get; set; }

    /// <summary>Adds an event.</summary>
    public void Add(in LlmEvent item)
    {
        if (_count == _events.Length) Array.Resize(ref _events, _count * 2);
        _events[_count++] = item;
    }

    /// <summary>Empties the batch for the next frame.</summary>
    public void Clear()
    {
        Array.Clear(_events, 0, _count);
        _count = 0;
        IsUsageOnly = false;
    }
}
