namespace Parley.Simulator.Faults;

/// <summary>Seeded chance without a lock (splitmix64 over a shared counter).</summary>
internal sealed class Dice(long seed)
{
    private long _state = seed;

    public ulong Next()
    {
        var z = (ulong)Interlocked.Add(ref _state, unchecked((long)0x9E3779B97F4A7C15));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>At least 0, less than 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));
}
