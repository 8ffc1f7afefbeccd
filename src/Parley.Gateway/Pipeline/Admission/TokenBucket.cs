using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>
/// A token bucket: it holds <paramref name="Capacity"/> units, is refilled evenly over a minute, and may go into debt. Arithmetic alone, and
/// exact: a unit has as many parts as a minute has clock ticks, so a limit of N a minute is N parts a tick and nothing is rounded.
/// </summary>
/// <param name="Capacity">Units a minute: 1 to <see cref="Most"/>.</param>
/// <param name="Parts">What is in it; below 0 in debt.</param>
/// <param name="At">When that was so, in ticks of a clock that does not run backwards.</param>
internal readonly record struct TokenBucket(long Capacity, long Parts, long At)
{
    /// <summary>With more, the arithmetic would leave 64 bits.</summary>
    public const long Most = CallerLimits.Most;

    private const long PartsOfUnit = TimeSpan.TicksPerMinute;

    /// <summary>Deepest debt; no sum of a full bucket and it overflows.</summary>
    private const long Deepest = -4_000_000_000_000_000_000;

    public static TokenBucket Full(long capacity, long now) => new(capacity, capacity * PartsOfUnit, now);

    /// <summary>Whole units in it; 0 in debt.</summary>
    public long Left => Math.Max(0, Parts / PartsOfUnit);

    /// <summary>A full bucket tells nothing: it need not be remembered.</summary>
    public bool IsFull => Missing == 0;

    /// <summary>Ticks until it is full.</summary>
    public long UntilFull => TicksFor(Missing);

    private long Missing => Capacity * PartsOfUnit - Parts;

    /// <summary>The bucket later. A clock reading that was overtaken by another thread's changes nothing.</summary>
    public TokenBucket Refilled(long now)
    {
        var elapsed = now - At;
        if (elapsed <= 0) return this;
        return elapsed >= UntilFull ? Full(Capacity, now) : this with { Parts = Parts + elapsed * Capacity, At = now };
    }

    /// <summary>Ticks until it holds that many units, exactly; more than a full bucket is never waited for.</summary>
    public long WaitFor(long units) => TicksFor(Math.Min(units, Capacity) * PartsOfUnit - Parts);

    /// <summary>Takes units, into debt if it must; a negative number gives back, and nothing beyond a full bucket.</summary>
    public TokenBucket Take(long units)
    {
        var parts = Parts - Math.Clamp(units, -Most, Most) * PartsOfUnit;
        return this with { Parts = Math.Clamp(parts, Deepest, Capacity * PartsOfUnit) };
    }

    /// <summary>The same bucket under another limit: as long from full as before.</summary>
    public TokenBucket Resized(long capacity)
    {
        if (capacity == Capacity) return this;
        var parts = (Int128)capacity * PartsOfUnit - (Int128)UntilFull * capacity;
        return new TokenBucket(capacity, parts < Deepest ? Deepest : (long)parts, At);
    }

    private long TicksFor(long parts) => parts <= 0 ? 0 : (parts - 1) / Capacity + 1;
}
