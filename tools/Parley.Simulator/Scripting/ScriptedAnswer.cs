namespace Parley.Simulator.Scripting;

/// <summary>A canned answer: these bytes, in these pieces. For wire tests that must decide every byte and every cut.</summary>
public sealed record ScriptedAnswer
{
    /// <summary>Only requests with this model; null takes any.</summary>
    public string? Model { get; init; }

    /// <summary>For how many requests; 0 is for all.</summary>
    public int Times { get; init; } = 1;

    public int Status { get; init; } = 200;

    /// <summary>Response headers; <c>content-type</c> is JSON unless given.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body as text; <see cref="BodyBase64"/> wins.</summary>
    public string Body { get; init; } = "";

    public string? BodyBase64 { get; init; }

    /// <summary>Lengths of the writes, repeated until the body ends. Empty: one write.</summary>
    public IReadOnlyList<int> Cuts { get; init; } = [];

    /// <summary>Milliseconds before the first byte.</summary>
    public int FirstDelayMs { get; init; }

    /// <summary>Milliseconds between two writes.</summary>
    public int DelayMs { get; init; }

    /// <summary>How the answer ends after its last byte: <c>whole</c>, <c>close</c> (FIN without an end), <c>reset</c> or <c>hang</c>.</summary>
    public string End { get; init; } = "whole";
}
