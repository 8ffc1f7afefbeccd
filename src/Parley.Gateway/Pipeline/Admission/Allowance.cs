namespace Parley.Gateway.Pipeline.Admission;

/// <summary>What one key, user, model or provider has left of its limit. All of it is taken, or nothing. The lock is held for some additions.</summary>
internal sealed class Allowance
{
    private readonly Lock _gate = new();
    private TokenBucket _requests, _tokens; // a capacity of 0: no such limit, or not used yet
    private int _running;
    private bool _isForgotten;

    /// <summary>Takes a request and its tokens, where nothing is short. False when this allowance was dropped and another has its place.</summary>
    public bool TryTake(in Limit limit, long tokens, long now, out Shortage shortage)
    {
        lock (_gate)
        {
            shortage = default;
            if (_isForgotten) return false;
            shortage = Look(limit, tokens, now);
            if (!shortage.IsNone) return true;
            if (limit.Requests > 0) _requests = _requests.Take(1);
            if (limit.Tokens > 0) _tokens = _tokens.Take(limit.TokensFor(tokens));
            if (limit.Running > 0) _running++;
            return true;
        }
    }

    /// <summary>What would keep a request out now.</summary>
    public Shortage Peek(in Limit limit, long tokens, long now)
    {
        lock (_gate) return Look(limit, tokens, now);
    }

    /// <summary>The request that was taken is refused elsewhere: as if it had never come.</summary>
    public void GiveBack(in Limit limit, long tokens)
    {
        lock (_gate)
        {
            if (limit.Requests > 0) _requests = _requests.Take(-1);
            if (limit.Tokens > 0) _tokens = _tokens.Take(-limit.TokensFor(tokens));
            if (limit.Running > 0) _running--;
        }
    }

    /// <summary>A call used more tokens than were taken for it, or less. False when this allowance was dropped.</summary>
    public bool TryCorrect(in Limit limit, long more, long now)
    {
        lock (_gate)
        {
            if (_isForgotten) return false;
            // The tokens alone: the limit is that of a call which began a while ago, and may know nothing of one on requests.
            _tokens = Bring(_tokens, limit.Tokens, now).Take(more);
            return true;
        }
    }

    /// <summary>A request has ended.</summary>
    public void Leave()
    {
        lock (_gate) _running--;
    }

    /// <summary>The two buckets as they are now; no capacity where the limit has none. Changes nothing, for the limit may be an earlier one.</summary>
    public (TokenBucket Requests, TokenBucket Tokens) View(in Limit limit, long now)
    {
        lock (_gate) return (Bring(_requests, limit.Requests, now), Bring(_tokens, limit.Tokens, now));
    }

    /// <summary>Ends it, if it remembers nothing that a new one would not know.</summary>
    public bool TryForget(long now)
    {
        lock (_gate)
        {
            if (_running > 0 || !IsFull(_requests, now) || !IsFull(_tokens, now)) return false;
            return _isForgotten = true;
        }
    }

    private static bool IsFull(TokenBucket bucket, long now) => bucket.Capacity == 0 || bucket.Refilled(now).IsFull;

    private Shortage Look(in Limit limit, long tokens, long now)
    {
        (_requests, _tokens) = (Bring(_requests, limit.Requests, now), Bring(_tokens, limit.Tokens, now));
        var shortage = limit.Running > 0 && _running >= limit.Running ? Shortage.AllRunning : default;
        if (limit.Requests > 0) shortage = Shortage.Longer(shortage, new(LimitKind.Requests, _requests.WaitFor(1)));
        if (limit.Tokens > 0) shortage = Shortage.Longer(shortage, new(LimitKind.Tokens, _tokens.WaitFor(limit.TokensFor(tokens))));
        return shortage;
    }

    /// <summary>A bucket at this moment, and under the limit as it is now. One whose limit was taken away is gone: should a limit come back,
    /// it begins full.</summary>
    private static TokenBucket Bring(TokenBucket bucket, long capacity, long now) =>
        capacity == 0 ? default : bucket.Capacity == 0 ? TokenBucket.Full(capacity, now) : bucket.Refilled(now).Resized(capacity);
}
