using Parley.Chat.Search;

namespace Parley.Chat.Pages.Reading;

/// <summary>Cuts a snippet at its marks.</summary>
internal static class SnippetParts
{
    public static IReadOnlyList<SnippetPart> Of(string text, IReadOnlyList<Mark> marks)
    {
        List<SnippetPart> parts = [];
        var at = 0;
        foreach (var mark in marks)
        {
            if (mark.Start > at) parts.Add(new(text[at..mark.Start], false));
            parts.Add(new(text.Substring(mark.Start, mark.Length), true));
            at = mark.Start + mark.Length;
        }

        if (at < text.Length) parts.Add(new(text[at..], false));
        return parts;
    }
}
