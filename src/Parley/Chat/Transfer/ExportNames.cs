using System.Globalization;
using System.Text;
using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>Names of exported files: the title as far as every system takes it.</summary>
internal static class ExportNames
{
    private const int Most = 60;

    public static string Of(Conversation conversation, ExportFormat format) => $"{Stem(conversation.Title)}.{format.Name}";

    /// <summary>Within an archive: sorted by time, and no two alike.</summary>
    public static string InArchive(Conversation conversation, ExportFormat format) =>
        string.Create(CultureInfo.InvariantCulture, $"{conversation.CreatedAt.UtcDateTime:yyyy-MM-dd} {Stem(conversation.Title)} {conversation.Id.ToString("N")[^8..]}.{format.Name}");

    private static string Stem(string title)
    {
        var stem = new StringBuilder();
        foreach (var rune in title.EnumerateRunes())
        {
            if (stem.Length >= Most) break;
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || rune.Value is '-' or '_') stem.Append(rune.ToString());
            else if (stem.Length > 0 && stem[^1] != ' ') stem.Append(' ');
        }

        return stem.ToString().Trim() is { Length: > 0 } name ? name : "Conversation";
    }
}
