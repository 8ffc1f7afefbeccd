namespace Parley.Gateway.Messages;

/// <summary>
/// The events that one frame of an upstream holds: a list that is reused from frame to frame, so that reading a stream
/// allocates nothing per frame. Filled by an event reader, read by the pipeline and by an event writer. Bounded: a frame of
/// more events than any vendor would send ends the answer as garbage instead of filling the memory.
/// </summary>
/// <param name="capacity">Events that there is room for before the batch grows.</param>
public sealed class EventBatch(int capacity = 4)
{
    /// <summary>Most events of one frame, or of one whole answer: some 10 MiB.</summary>
    public const int Most = 64 * 1024;

    private static readonly GatewayFault TooMany = new(FaultKind.UpstreamFailed,
        $"The model provider sent more than {Most} pieces at once, which is over the limit. Try again.");

    private LlmEvent[] _events = new LlmEvent[Math.Max(capacity, 1)];
    private int _count;

    /// <summary>The events, in order.</summary>
    public ReadOnlySpan<LlmEvent> Events => _events.AsSpan(0, _count);

    /// <summary>The frame carries nothing but usage (OpenAI's last chunk with empty <c>choices</c>): a caller that did
    /// not ask for usage does not get this frame.</summary>
    public bool IsUsageOnly { get; set; }

    /// <summary>There is no room for more: the last event is a failure, and whatever is added is lost.</summary>
    public bool IsFull => _count == Most;

    /// <summary>Adds an event.</summary>
    public void Add(in LlmEvent item)
    {
        if (IsFull) return;
        if (_count == _events.Length) Array.Resize(ref _events, _count * 2);
        _events[_count++] = item;
        if (IsFull && item.Kind is not (LlmEventKind.Completed or LlmEventKind.Failed))
            _events[_count - 1] = new LlmEvent { Kind = LlmEventKind.Failed, Fault = TooMany };
    }

    /// <summary>The same events in a batch of their own, with usage told before the last one, the answer's end.</summary>
    internal EventBatch WithUsage(Usage usage)
    {
        var batch = new EventBatch(_count + 1);
        foreach (ref readonly var item in Events[..^1]) batch.Add(item);
        batch.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage });
        batch.Add(Events[^1]);
        return batch;
    }

    /// <summary>Empties the batch for the next frame.</summary>
    public void Clear()
    {
        Array.Clear(_events, 0, _count);
        _count = 0;
        IsUsageOnly = false;
    }
}
