namespace Parley.Simulator.Scripting;

/// <summary>A canned answer: these bytes, in these pieces. For wire tests that must decide every byte and every cut.</summary>
public sealed record ScriptedAnswer
{
    /// <summary>Only requests with this model; null takes any.</summary>
    public string? Model { get; init; }

    /// <summary>Only requests whose path ends like this; null takes any POST. A GET is answered by a script only if the script names its path.</summary>
    public string? Path { get; init; }

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

    /// <summary>Where the body is cut: offsets of its bytes, ascending. They win over <see cref="Cuts"/>.</summary>
    public IReadOnlyList<int> CutAt { get; init; } = [];

    /// <summary>Milliseconds before the second write, the third and so on; writes beyond the list wait for <see cref="DelayMs"/>.</summary>
    public IReadOnlyList<int> PausesMs { get; init; } = [];

    /// <summary>Milliseconds before the first byte.</summary>
    public int FirstDelayMs { get; init; }

    /// <summary>Milliseconds between two writes.</summary>
    public int DelayMs { get; init; }

    /// <summary>How the answer ends after its last byte: <c>whole</c>, <c>close</c> (FIN without an end), <c>reset</c> or <c>hang</c>.</summary>
    public string End { get; init; } = "whole";
}
