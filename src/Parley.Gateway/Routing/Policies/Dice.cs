namespace Parley.Gateway.Routing.Policies;

/// <summary>Seeds for choices: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014), without locks.</summary>
internal sealed class Dice(ulong seed)
{
    /// <summary>The distance of neighbouring states: 2^64 by the golden ratio.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The next seed.</summary>
    public ulong Next() => Mix(Interlocked.Add(ref _state, Step));

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
