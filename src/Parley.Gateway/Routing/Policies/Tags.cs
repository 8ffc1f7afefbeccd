namespace Parley.Gateway.Routing.Policies;

/// <summary>Reads <c>x-parley-tags</c>: words, separated by commas.</summary>
internal static class Tags
{
    /// <summary>The caller sent one of these tags.</summary>
    public static bool HasAny(string? tags, ReadOnlySpan<string> wanted)
    {
        foreach (var part in tags.AsSpan().Split(','))
        {
            var tag = tags.AsSpan()[part].Trim();
            foreach (var one in wanted)
                if (tag.Equals(one, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary><c>high</c> or <c>low</c> by a tag <c>priority:high</c> or <c>priority=low</c>; null without one.</summary>
    public static string? Priority(string? tags) =>
        tags is null ? null : HasAny(tags, ["priority:high", "priority=high"]) ? "high" : HasAny(tags, ["priority:low", "priority=low"]) ? "low" : null;
}
