using System.Buffers;

namespace Parley.Gateway.Routing.Classifying;

/// <summary>Words that are looked for together.</summary>
internal sealed class WordList(params string[] words)
{
    /// <summary>From this length on, and outside of ASCII, a word may have another ending: "equation" is in "equations". Short ones may not: "hi" is not in "his".</summary>
    private const int LongEnough = 5;

    private const char FirstWide = '\u2E80';

    private readonly SearchValues<string> _any = SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many of the words there are in a text, counted up to eight.</summary>
    public int CountIn(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < 8 && TryFind(text, out _, out var end))
        {
            count++;
            text = text[end..];
        }

        return count;
    }

    /// <summary>The text begins with one of the words.</summary>
    public bool Begins(ReadOnlySpan<char> text) => TryFind(text, out var at, out _) && at == 0;

    /// <summary>The first word that stands where a word begins; scripts without spaces have no such places, and need none.</summary>
    private bool TryFind(ReadOnlySpan<char> text, out int at, out int end)
    {
        at = end = 0;
        while (text[end..].IndexOfAny(_any) is >= 0 and var next)
        {
            at = end + next;
            end = at + 1;
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]) && text[at] < FirstWide) continue;
            var length = LongestAt(text[at..]);
            if (length == 0) continue;
            end = at + length;
            return true;
        }

        return false;
    }

    private int LongestAt(ReadOnlySpan<char> text)
    {
        var longest = 0;
        foreach (var word in words)
        {
            if (word.Length <= longest || !text.StartsWith(word, StringComparison.OrdinalIgnoreCase)) continue;
            var isWhole = word.Length == text.Length || !char.IsLetterOrDigit(text[word.Length]);
            if (isWhole || word.Length >= LongEnough || word[0] >= 0x80) longest = word.Length;
        }

        return longest;
    }
}
