namespace Parley.Chat.Generations;

/// <summary>Where finished text of a Markdown answer ends: behind an empty line that is followed by something, outside of fenced code. Pure. What stands before such a place is told once, and
/// not again with every word that follows.</summary>
internal static class BlockEnds
{
    /// <summary>The last such place; 0 for none. The text begins at one, or at the beginning.</summary>
    public static int Last(ReadOnlySpan<char> text)
    {
        var end = 0;
        var fence = '\0';
        var length = 0;
        var afterEmpty = false;
        for (var at = 0; at < text.Length;)
        {
            var rest = text[at..];
            var line = rest.IndexOf('\n');
            var isWhole = line >= 0;
            var content = (isWhole ? rest[..line] : rest).TrimEnd('\r');
            var bare = content.TrimStart(' ');
            var marks = Fence(bare);
            if (bare.IsWhiteSpace())
            {
                afterEmpty = isWhole;
            }
            else
            {
                if (afterEmpty && fence == '\0') end = at;
                afterEmpty = false;
                if (fence == '\0' && marks >= 3) (fence, length) = (bare[0], marks);
                else if (fence != '\0' && marks >= length && bare[0] == fence && bare[marks..].IsWhiteSpace()) fence = '\0';
            }

            if (!isWhole) break;
            at += line + 1;
        }

        return end;
    }

    /// <summary>How many marks of a fence a line begins with.</summary>
    private static int Fence(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~')) return 0;
        var count = line.IndexOfAnyExcept(line[0]);
        return count < 0 ? line.Length : count;
    }
}
