namespace Parley.Gateway.Ports;

/// <summary>Consecutive frames of a stream.</summary>
/// <param name="Frames">The frames, in order; the first has the number that follows the one that was asked for.</param>
/// <param name="End">What follows them.</param>
public readonly record struct StreamPiece(IReadOnlyList<ReadOnlyMemory<byte>> Frames, StreamEnd End);

/// <summary>What follows a piece of a stream.</summary>
public enum StreamEnd : byte
{
    /// <summary>More, or perhaps more.</summary>
    Open,

    /// <summary>Nothing: the stream is over.</summary>
    Complete,

    /// <summary>What there was is lost: the process that made it ended in the middle.</summary>
    Lost,
}
