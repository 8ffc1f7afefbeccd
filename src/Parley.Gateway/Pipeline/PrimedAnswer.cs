using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Pipeline;

/// <summary>An answer whose first steps have been taken already: hands those out first. What the call held is given back at its end.</summary>
internal sealed class PrimedAnswer(LlmAnswer inner, Opening opening, int attempts, CallPermit? permit) : DelegatingAnswer(inner)
{
    private List<KeptStep>? _opening = opening.Kept; // until they are handed out: a stream is long
    private KeptStep? _kept;
    private Task<bool>? _pending = opening.Pending;
    private int _next;
    private bool _isPrimed = true, _isConcluded;

    public override int Attempts => attempts;

    public override EventBatch Events => _kept is null ? Inner.Events : _kept.Events;

    public override ReadOnlyMemory<byte> Raw => _kept is null ? Inner.Raw : _kept.Raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) =>
        _isPrimed ? HandOut() : Inner.MoveNextAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (_pending is { IsCompleted: false } step)
        {
            // The step holds the answer's memory: it has to end before that goes back.
            Inner.GiveUp();
            await ((Task)step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            await base.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Conclude();
        }
    }

    public override void Conclude()
    {
        if (_isConcluded) return;
        _isConcluded = true;
        // An answer's last step is where it ended; one that was given up stands on another.
        if (permit is { IsTold: true } && Events.Events is [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed } last]) permit.Ended(last.Fault);
        permit?.Dispose();
        base.Conclude();
    }

    private ValueTask<bool> HandOut()
    {
        if (_opening is { } kept && _next < kept.Count)
        {
            _kept = kept[_next++];
            return new ValueTask<bool>(true);
        }

        (_kept, _opening) = (null, null);
        _isPrimed = false;
        return _pending is null ? new ValueTask<bool>(true) : new ValueTask<bool>(_pending);
    }
}
