namespace Parley.Bench.Load;

/// <summary>What one connection saw inside the window.</summary>
internal sealed class Tally
{
    public long Requests { get; set; }

    public long Chunks { get; set; }

    public long Errors { get; set; }

    public string? FirstError { get; set; }

    /// <summary>Request sent until the answer's last byte.</summary>
    public Samples Latency { get; } = new();

    /// <summary>Request sent until the first content chunk.</summary>
    public Samples FirstToken { get; } = new();

    /// <summary>Chunk written by the simulator until it was read here.</summary>
    public Samples ChunkDelay { get; } = new();

    public void Add(Tally other)
    {
        Requests += other.Requests;
        Chunks += other.Chunks;
        Errors += other.Errors;
        FirstError ??= other.FirstError;
        Latency.Add(other.Latency);
        FirstToken.Add(other.FirstToken);
        ChunkDelay.Add(other.ChunkDelay);
    }
}
