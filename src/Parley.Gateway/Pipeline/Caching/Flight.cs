using System.Collections.Concurrent;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>
/// Identical requests at the same time: one leads and asks an upstream, the others wait. When the leader leaves, or fails once, one of those that
/// wait leads in its place; a second failure is everybody's. It ends when there is something to share, or nobody is left.
/// </summary>
internal sealed class Flight(ConcurrentDictionary<(CacheKey Key, long Stamp), Flight> all, CacheKey key, long stamp)
{
    private const int MostFaults = 2;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _lead;
    private Landing? _landing;
    private int _waiting;
    private int _faults;

    public CacheKey Key => key;

    /// <summary>The cache's stamp when it began.</summary>
    public long Stamp => stamp;

    /// <summary>Boards the flight for a key, or begins one. With a <paramref name="lead"/> the caller leads, and must <see cref="Land"/> with it; without
    /// one it must <see cref="WaitAsync"/>. One that began before something was removed from the cache is not boarded after that.</summary>
    public static Flight Board(ConcurrentDictionary<(CacheKey Key, long Stamp), Flight> all, CacheKey key, long stamp, out TaskCompletionSource? lead)
    {
        while (true)
        {
            var flight = all.GetOrAdd((key, stamp), static (at, others) => new Flight(others, at.Key, at.Stamp), all);
            if (flight.TryBoard(out lead)) return flight;
        }
    }

    /// <summary>Waits for what there is to share, or until the caller is the one to lead.</summary>
    public async ValueTask<(Landing Landing, TaskCompletionSource? Lead)> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Task leading;
                lock (_gate)
                {
                    if (_landing is { } landing) return (landing, null);
                    if (_lead is null) return (default, Lead());
                    leading = _lead.Task;
                }

                await leading.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate)
            {
                _waiting--;
                if (_waiting == 0 && _lead is null) End(default);
            }
        }
    }

    /// <summary>What came of leading; only the first call of a lead counts.</summary>
    public void Land(TaskCompletionSource lead, Landing landing)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_lead, lead)) return;
            _lead = null;
            if (landing.Fault is not null) _faults++;
            if (landing.Response is not null || landing.IsTooLong || _faults == MostFaults || _waiting == 0) End(landing);
        }

        lead.TrySetResult();
    }

    private bool TryBoard(out TaskCompletionSource? lead)
    {
        lock (_gate)
        {
            lead = _landing is null && _lead is null ? Lead() : null;
            if (_landing is null && lead is null) _waiting++;
            return _landing is null;
        }
    }

    // Those that wait go on elsewhere than on the thread of the one that they waited for.
    private TaskCompletionSource Lead() => _lead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void End(Landing landing)
    {
        if (_landing is not null) return;
        _landing = landing;
        all.TryRemove(KeyValuePair.Create((key, stamp), this));
    }
}
