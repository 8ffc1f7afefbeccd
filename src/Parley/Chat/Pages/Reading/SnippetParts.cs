using System.Text.RegularExpressions;
using Parley.Chat.Search;

namespace Parley.Chat.Pages.Reading;

/// <summary>Cuts a snippet at its marks, and leaves out what Markdown writes around words.</summary>
internal static partial class SnippetParts
{
    public static IReadOnlyList<SnippetPart> Of(string text, IReadOnlyList<Mark> marks)
    {
        List<SnippetPart> parts = [];
        var at = 0;
        foreach (var mark in marks)
        {
            if (mark.Start > at) parts.Add(new(Plain(text[at..mark.Start]), false));
            parts.Add(new(text.Substring(mark.Start, mark.Length), true));
            at = mark.Start + mark.Length;
        }

        if (at < text.Length) parts.Add(new(Plain(text[at..]), false));
        return parts;
    }

    private static string Plain(string text) => Written().Replace(text, "");

    [GeneratedRegex(@"\*\*+|`+|\$\$|(?<=^|\s)#{1,6}\s|\|\s*-{3,}[-|:\s]*")]
    private static partial Regex Written();
}
