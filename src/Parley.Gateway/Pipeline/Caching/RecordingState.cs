namespace Parley.Gateway.Pipeline.Caching;

/// <summary>How far a recording is.</summary>
internal enum RecordingState : byte
{
    /// <summary>More is to come.</summary>
    Open,

    /// <summary>The answer is complete.</summary>
    Complete,

    /// <summary>The answer failed, or ended without saying why.</summary>
    Failed,

    /// <summary>The answer is longer than what is kept.</summary>
    TooLong,
}
