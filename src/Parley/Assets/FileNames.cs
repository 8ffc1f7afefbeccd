using System.Globalization;
using System.Text;
using Parley.Assets.Model;

namespace Parley.Assets;

/// <summary>Names of files as people see them: what a browser sent, without what could mislead. Pure.</summary>
internal static class FileNames
{
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".webp", ".gif"];

    /// <summary>The last part of a path, of characters that are seen, at most 200 long, with the ending that the content has.</summary>
    public static string Of(string? sent, string? extension)
    {
        var last = (sent ?? "").Replace('\\', '/').Split('/')[^1];
        var name = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            // Among the invisible ones are those that turn the direction of writing.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune == Rune.ReplacementChar) continue;
            if (name.Length + rune.Utf16SequenceLength > StoredFile.MaxName - 10) break;
            name.Append(rune);
        }

        var clean = name.ToString().Trim().Trim('.');
        if (clean.Length == 0) clean = "file";
        if (extension is null) return clean;
        var ending = Path.GetExtension(clean);
        if (ending.Equals(extension, StringComparison.OrdinalIgnoreCase) || (extension == ".jpg" && ending.Equals(".jpeg", StringComparison.OrdinalIgnoreCase))) return clean;
        return (ImageEndings.Contains(ending.ToLowerInvariant()) ? clean[..^ending.Length] : clean) + extension;
    }
}
