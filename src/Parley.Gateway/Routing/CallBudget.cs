namespace Parley.Gateway.Routing;

/// <summary>
/// What extra calls may cost on this node: every request pays in its share, every extra call takes 1 out. So there are never more of them than the
/// share of all requests and the small reserve that it starts with, whatever fails. Counted in thousandths, without a lock.
/// </summary>
/// <param name="reserve">Extra calls that are allowed before any request has paid.</param>
/// <param name="most">As many as can be saved up.</param>
/// <param name="grace">Empty, it still allows one extra call in this time, for nodes with few requests; null for none.</param>
internal sealed class CallBudget(int reserve, int most, TimeSpan? grace = null)
{
    private const int Unit = 1000;

    private long _balance = (long)reserve * Unit;
    private long _graceTicks = long.MinValue;

    /// <summary>Extra calls that could be made now.</summary>
    public long Left => Volatile.Read(ref _balance) / Unit;

    /// <summary>A request pays its share.</summary>
    public void Deposit(double share)
    {
        if (Volatile.Read(ref _balance) < (long)most * Unit) Interlocked.Add(ref _balance, (long)(share * Unit));
    }

    /// <summary>Takes an extra call; false when there is none left.</summary>
    public bool TryTake(TimeSpan now)
    {
        if (Interlocked.Add(ref _balance, -Unit) >= 0) return true;
        Interlocked.Add(ref _balance, Unit);
        if (grace is not { } pause) return false;
        var seen = Volatile.Read(ref _graceTicks);
        return (seen == long.MinValue || now.Ticks - seen >= pause.Ticks) && Interlocked.CompareExchange(ref _graceTicks, now.Ticks, seen) == seen;
    }
}
