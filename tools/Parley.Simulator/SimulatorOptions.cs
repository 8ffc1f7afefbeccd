namespace Parley.Simulator;

/// <summary>How the simulator runs.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Words that hold for every request, before those of the model name.</summary>
    public string Words { get; init; } = "";

    /// <summary>A credential that requests must carry (<c>Authorization: Bearer</c>, <c>x-api-key</c>, <c>x-goog-api-key</c> or <c>?key=</c>); empty takes any.</summary>
    public string Key { get; init; } = "";

    /// <summary>Recent requests kept for <c>/__requests</c> and <c>/__last</c>; 0 keeps none, for load.</summary>
    public int Record { get; init; } = 256;

    /// <summary>Start of the dice, so that a run can be repeated.</summary>
    public long Seed { get; init; } = 20250101;

    /// <summary>Models that <c>GET /models</c> names.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["mock", "mock-2"];
}
