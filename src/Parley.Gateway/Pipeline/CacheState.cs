namespace Parley.Gateway.Pipeline;

/// <summary>What came of asking the response cache.</summary>
public enum CacheState : byte
{
    /// <summary>It was not asked.</summary>
    Off,

    /// <summary>It had no answer.</summary>
    Miss,

    /// <summary>It had the answer, or another request of the same caller was just getting it.</summary>
    Hit,
}
