using Parley.Simulator.Frames;

namespace Parley.Simulator.Requests;

/// <summary>What the simulator must know of every request; read in one pass over the bytes, without a tree.</summary>
internal sealed class RequestFacts
{
    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? Model { get; set; }

    public bool Stream { get; set; }

    public StreamForm Form { get; set; } = new(Usage: false, Obfuscation: true);

    public bool HasMaxTokens { get; set; }

    public double? Temperature { get; set; }

    /// <summary>Names of the top-level fields, for the strict vendor.</summary>
    public List<string> Fields { get; } = [];
}
