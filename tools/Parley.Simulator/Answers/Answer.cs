namespace Parley.Simulator.Answers;

/// <summary>What the simulated model says, before a vendor's format is put around it.</summary>
internal sealed record Answer(string Id, string Model, IReadOnlyList<Part> Parts, Ending Ending, Tokens Tokens)
{
    public string? StopSequence { get; init; }

    /// <summary>Text pieces hold a place for the time at which they leave.</summary>
    public bool Stamped { get; init; }
}

internal enum Ending
{
    Natural,
    StopSequence,
    Length,
    ToolCalls,
    Refusal,
    Filter,
    Pause,
}

/// <param name="Prompt">All prompt tokens, cached ones included.</param>
internal sealed record Tokens(int Prompt, int CacheRead, int CacheWrite, int CacheWriteHour, int Output, int Reasoning, int Searches);
