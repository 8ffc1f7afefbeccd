using System.Globalization;
using System.Text;
using Parley.Chat.Search;

namespace Parley.Chat.Memory;

/// <summary>The words of a text, folded so that they can be compared: lower case, without accents; scripts without blanks give pairs of characters. Pure.</summary>
internal static class MemoryWords
{
    public static List<string> Of(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var isolated = default(Rune?);
        foreach (var rune in Accents.Fold(text).EnumerateRunes())
        {
            // An accent that stands behind its letter, as some keyboards write it.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) continue;
            if (IsUnspaced(rune))
            {
                End();
                words.Add(isolated is { } before ? $"{before}{rune}" : rune.ToString());
                isolated = rune;
                continue;
            }

            isolated = null;
            if (Rune.IsLetterOrDigit(rune)) word.Append(Rune.ToLowerInvariant(rune).ToString());
            else End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>Ideographs and kana: words are not set apart there.</summary>
    private static bool IsUnspaced(Rune rune) => rune.Value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
}
