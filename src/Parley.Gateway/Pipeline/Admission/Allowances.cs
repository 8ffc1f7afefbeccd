using System.Collections.Concurrent;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>The allowances of all keys, or users, models, providers. Those that are full again go when there are many: a full bucket tells
/// what no bucket tells. So memory follows those that ask in one minute, however many ever asked.</summary>
internal sealed class Allowances
{
    private const int Few = 1024;

    private readonly ConcurrentDictionary<string, Allowance> _byName = new(StringComparer.Ordinal);
    private readonly Lock _sweeping = new();
    private int _sweepAt = Few;

    public int Count => _byName.Count;

    /// <summary>Takes from a limit; what is short otherwise.</summary>
    public Shortage Take(string name, in Limit limit, long tokens, long now)
    {
        if (limit.IsNone) return default;
        while (true)
            if (Of(name, now).TryTake(limit, tokens, now, out var shortage)) return shortage;
    }

    public Shortage Look(string name, in Limit limit, long tokens, long now) =>
        limit.IsNone || !_byName.TryGetValue(name, out var allowance) ? default : allowance.Peek(limit, tokens, now);

    public void GiveBack(string name, in Limit limit, long tokens)
    {
        // One that is gone was full: there is nothing to give back to.
        if (!limit.IsNone && _byName.TryGetValue(name, out var allowance)) allowance.GiveBack(limit, tokens);
    }

    public void Correct(string name, in Limit limit, long more, long now)
    {
        if (limit.Tokens == 0 || more == 0) return;
        while (!Of(name, now).TryCorrect(limit, more, now))
        {
        }
    }

    public void Leave(string name, in Limit limit)
    {
        if (limit.Running > 0 && _byName.TryGetValue(name, out var allowance)) allowance.Leave();
    }

    public (TokenBucket Requests, TokenBucket Tokens) View(string name, in Limit limit, long now) => Of(name, now).View(limit, now);

    private Allowance Of(string name, long now)
    {
        if (_byName.TryGetValue(name, out var allowance)) return allowance;
        if (_byName.Count >= Volatile.Read(ref _sweepAt)) Sweep(now);
        return _byName.GetOrAdd(name, static _ => new Allowance());
    }

    private void Sweep(long now)
    {
        if (!_sweeping.TryEnter()) return;
        try
        {
            foreach (var entry in _byName)
                if (entry.Value.TryForget(now)) _byName.TryRemove(entry);
            // Twice as many may come before the next look at all of them: a look costs each newcomer little.
            Volatile.Write(ref _sweepAt, Math.Max(Few, 2 * _byName.Count));
        }
        finally
        {
            _sweeping.Exit();
        }
    }
}
