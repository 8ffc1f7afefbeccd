namespace Parley.Gateway.Routing.Concurrency;

/// <summary>Calls at the same time to one provider, and the queue before it. A slot is held until its answer ends.</summary>
internal sealed class ConcurrencyGate(TimeProvider time)
{
    private const double Inertia = 0.9;

    private readonly Lock _gate = new();
    private readonly FairQueue<TaskCompletionSource> _queue = new();
    private TimeSpan _hold;
    private int _running;

    public int Queued
    {
        get
        {
            lock (_gate) return _queue.Count;
        }
    }

    /// <summary>Takes a slot if one is free and nobody waits for it.</summary>
    public bool TryEnter(int limit)
    {
        lock (_gate)
        {
            if (_running >= limit || _queue.Count > 0) return false;
            _running++;
            return true;
        }
    }

    /// <summary>Waits for a slot. False, at once or after a while, when that would take too long; <paramref name="wait"/> says how long, then.</summary>
    public ValueTask<bool> EnterAsync(string caller, int limit, out TimeSpan wait, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Serve(limit);
            var ahead = _queue.AheadOf(caller);
            wait = QueueRule.ExpectedWait(ahead, limit, _hold);
            if (_running < limit)
            {
                _running++;
                return new ValueTask<bool>(true);
            }

            if (!QueueRule.MayWait(_queue.Count, _queue.CountOf(caller), ahead, limit, _hold)) return new ValueTask<bool>(false);
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return WaitAsync(turn, _queue.Enqueue(caller, turn), limit, cancellationToken);
        }
    }

    /// <summary>Gives a slot back that was held for so long; null when it was not used.</summary>
    public void Exit(int limit, TimeSpan? held)
    {
        lock (_gate)
        {
            _running--;
            if (held is { } took) _hold = _hold == TimeSpan.Zero ? took : _hold * Inertia + took * (1 - Inertia);
            Serve(limit);
        }
    }

    private void Serve(int limit)
    {
        while (_running < limit && _queue.TryDequeue(out var turn))
        {
            _running++;
            turn.SetResult();
        }
    }

    private async ValueTask<bool> WaitAsync(TaskCompletionSource turn, FairQueue<TaskCompletionSource>.Place place, int limit, CancellationToken cancellationToken)
    {
        await turn.Task.WaitAsync(QueueRule.Longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_queue.Leave(place))
            {
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }

            if (!cancellationToken.IsCancellationRequested) return true;
            _running--; // its turn came just when it left
            Serve(limit);
        }

        throw new OperationCanceledException(cancellationToken);
    }
}
