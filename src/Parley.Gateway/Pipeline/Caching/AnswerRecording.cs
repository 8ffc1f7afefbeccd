using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>Writes an answer down while it passes. Bounded: an answer that is longer is let go of.</summary>
internal sealed class AnswerRecording : IDisposable
{
    private readonly PooledBytes _written = new(4096);
    private readonly int _most;
    private readonly bool _needsFinish;
    private bool _isFinished;

    public AnswerRecording(LlmRequest request, LlmAnswer answer, int most)
    {
        (_most, _needsFinish) = (most, request.Operation == LlmOperation.Generate);
        RecordHead.Write(_written, request, answer);
    }

    /// <summary>How far it is; once it is over, nothing more is taken.</summary>
    public RecordingState State { get; private set; }

    /// <summary>What the answer failed with.</summary>
    public GatewayFault? Fault { get; private set; }

    /// <summary>Takes the step that the answer stands on.</summary>
    public void Take(LlmAnswer answer)
    {
        if (State != RecordingState.Open) return;
        var raw = answer.Raw.Span;
        var events = answer.Events;
        if (_written.Count + raw.Length > _most)
        {
            LetGo(RecordingState.TooLong);
            return;
        }

        _written.Run(raw);
        _written.Number((ulong)events.Events.Length << 1 | (events.IsUsageOnly ? 1UL : 0));
        foreach (ref readonly var item in events.Events)
        {
            RecordedEvent.Write(_written, item, raw);
            Note(item);
        }

        if (State == RecordingState.Failed) LetGo(RecordingState.Failed);
        else if (_written.Count > _most) LetGo(RecordingState.TooLong);
    }

    /// <summary>The record, on its own.</summary>
    public byte[] ToRecord() => _written.Written.ToArray();

    public void Dispose() => _written.Release();

    private void Note(in LlmEvent item)
    {
        if (item.Kind == LlmEventKind.Finished)
        {
            _isFinished = true;
        }
        else if (item.Kind == LlmEventKind.Completed)
        {
            // An end without a reason is no answer that somebody should get twice.
            State = _isFinished || !_needsFinish ? RecordingState.Complete : RecordingState.Failed;
        }
        else if (item.Kind == LlmEventKind.Failed)
        {
            (State, Fault) = (RecordingState.Failed, item.Fault);
        }
    }

    private void LetGo(RecordingState state)
    {
        State = state;
        _written.Release();
    }
}
