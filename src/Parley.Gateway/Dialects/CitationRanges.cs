using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Ranges of citations that go to the end of their block.</summary>
internal static class CitationRanges
{
    /// <summary>Closes them, now that the block's end is known.</summary>
    public static void EndAt(this List<Citation> citations, int end)
    {
        for (var i = 0; i < citations.Count; i++)
            if (citations[i] is { StartIndex: not null, EndIndex: null } open) citations[i] = open with { EndIndex = end };
    }
}
