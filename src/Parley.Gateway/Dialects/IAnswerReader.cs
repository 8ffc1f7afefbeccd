using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Reads frames of one answer into events. Keeps the little state that the format needs (which blocks are open).</summary>
public interface IAnswerReader
{
    /// <summary>
    /// Reads one frame. <paramref name="eventName"/>: the value of the <c>event:</c> field, empty when absent;
    /// <paramref name="data"/>: the joined <c>data:</c> lines (or the whole body). Events point into <paramref name="data"/>.
    /// Garbage yields <see cref="LlmEventKind.Failed"/>; unknown event types yield nothing; never throws for any bytes.
    /// </summary>
    void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events);

    /// <summary>
    /// The upstream closed the stream. Where the format's terminal frame is missing but the answer is known to be whole
    /// (a finish reason was seen and the vendor is known to leave out its terminator), yields what is missing up to
    /// <see cref="LlmEventKind.Completed"/>; otherwise yields <see cref="LlmEventKind.Failed"/> with
    /// <see cref="FaultKind.StreamCut"/>. Nothing after a terminal event.
    /// </summary>
    void End(EventBatch events);
}
