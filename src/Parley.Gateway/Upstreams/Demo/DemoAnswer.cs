using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Demo;

/// <summary>The demonstration's answer, a word a step: at a human pace when a time provider is given, else at once.</summary>
internal sealed class DemoAnswer(UpstreamTarget target, List<string> pieces, Usage usage, FinishReason finish, TimeProvider? pace, Drain drain, IReadOnlyCollection<string> dropped) : LlmAnswer
{
    private static readonly TimeSpan FirstWord = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan NextWord = TimeSpan.FromMilliseconds(30);

    private int _step;

    public override UpstreamTarget Target => target;

    public override IReadOnlyCollection<string> Dropped => dropped;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => default;

    public override async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_step > pieces.Count) return false;
        if (pace is not null && _step < pieces.Count && !await WaitAsync(pace, cancellationToken).ConfigureAwait(false)) return Stop();
        Events.Clear();
        if (_step == 0)
        {
            Events.Add(new LlmEvent { Kind = LlmEventKind.Started, Name = JsonText.From(target.UpstreamModel) });
            Events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted });
        }

        if (_step < pieces.Count) Events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Text = JsonText.From(pieces[_step]) });
        else End();
        _step++;
        return true;
    }

    public override ValueTask DisposeAsync() => default;

    /// <summary>False when the process ends before the next word.</summary>
    private async ValueTask<bool> WaitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, drain.Over);
        try
        {
            await Task.Delay(_step == 0 ? FirstWord : NextWord, time, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool Stop()
    {
        Events.Clear();
        Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = TransportFaults.Stopping });
        _step = pieces.Count + 1;
        return true;
    }

    private void End()
    {
        Events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = finish });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }
}
