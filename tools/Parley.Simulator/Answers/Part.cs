namespace Parley.Simulator.Answers;

/// <summary>One part of an answer, the same for every vendor; <see cref="Pieces"/> are the deltas of its text.</summary>
internal abstract record Part(IReadOnlyList<string> Pieces)
{
    public string Text => string.Concat(Pieces);
}

internal sealed record TextPart(IReadOnlyList<string> Pieces, bool Cited = false, bool CitesSearch = false) : Part(Pieces);

internal sealed record RefusalPart(IReadOnlyList<string> Pieces) : Part(Pieces);

internal sealed record ThinkingPart(IReadOnlyList<string> Pieces, string Signature) : Part(Pieces);

internal sealed record RedactedThinkingPart(string Data) : Part([]);

/// <summary>A client tool's call; the pieces are its arguments' JSON.</summary>
internal sealed record ToolCallPart(string Id, string Name, IReadOnlyList<string> Pieces) : Part(Pieces);

/// <summary>A web search the vendor makes by itself: call and result.</summary>
internal sealed record ServerSearchPart(string Id, IReadOnlyList<string> Pieces) : Part(Pieces);
