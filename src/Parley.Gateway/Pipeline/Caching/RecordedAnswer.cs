using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>An answer of an upstream that is written down as it passes, and kept when it is complete. Without a recording it only says that
/// the cache had none.</summary>
internal sealed class RecordedAnswer : DelegatingAnswer
{
    private readonly AnswerRecording? _recording;
    private readonly Action<AnswerRecording?>? _over;
    private bool _isOver;

    /// <param name="inner">The answer.</param>
    /// <param name="recording">Where it is written down; null for nowhere.</param>
    /// <param name="over">Told once: when the recording is over, or with null when the answer was given up before that.</param>
    public RecordedAnswer(LlmAnswer inner, AnswerRecording? recording = null, Action<AnswerRecording?>? over = null)
        : base(inner)
    {
        (_recording, _over) = (recording, over);
        // A whole answer is here already: nobody has to take its one step first.
        if (inner.IsWhole) Take();
    }

    public override CacheTrace Cache => CacheTrace.Miss;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        var moving = Inner.MoveNextAsync(cancellationToken);
        if (_isOver || _recording is null) return moving;
        if (!moving.IsCompletedSuccessfully) return AwaitAsync(moving);
        var moved = moving.Result;
        if (moved) Take();
        return new ValueTask<bool>(moved);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            if (!_isOver) Over(null); // others wait for it
            _recording?.Dispose();
        }
    }

    private async ValueTask<bool> AwaitAsync(ValueTask<bool> moving)
    {
        var moved = await moving.ConfigureAwait(false);
        if (moved) Take();
        return moved;
    }

    private void Take()
    {
        if (_recording is null || _isOver) return;
        _recording.Take(Inner);
        if (_recording.State != RecordingState.Open) Over(_recording);
    }

    private void Over(AnswerRecording? recording)
    {
        _isOver = true;
        _over?.Invoke(recording);
    }
}
