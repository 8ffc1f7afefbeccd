namespace Parley.Gateway.Pipeline.Admission;

/// <summary>Why a request cannot pass now, and after how many ticks it can, if nobody else comes.</summary>
internal readonly record struct Shortage(LimitKind Kind, long Wait)
{
    /// <summary>Nobody knows when a running request ends: look again in a second.</summary>
    public static readonly Shortage AllRunning = new(LimitKind.Running, TimeSpan.TicksPerSecond);

    public bool IsNone => Wait == 0;

    public static Shortage Longer(Shortage one, Shortage other) => other.Wait > one.Wait ? other : one;
}
