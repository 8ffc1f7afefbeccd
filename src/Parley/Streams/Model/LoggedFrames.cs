namespace Parley.Streams.Model;

/// <summary>Consecutive frames of a stream, as they became durable together.</summary>
internal sealed class LoggedFrames
{
    public required string StreamId { get; init; }

    /// <summary>Number of the first frame.</summary>
    public long First { get; init; }

    /// <summary>How many there are.</summary>
    public int Count { get; init; }

    /// <summary>Each frame behind its length, as <see cref="Log.FrameCodec"/> writes them.</summary>
    public required byte[] Bytes { get; init; }
}
