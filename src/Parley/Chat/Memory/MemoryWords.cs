using System.Globalization;
using System.Text;

namespace Parley.Chat.Memory;

/// <summary>The words of a text, folded so that they can be compared: lower case, without accents; scripts without blanks give pairs of characters. Pure.</summary>
internal static class MemoryWords
{
    public static List<string> Of(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var isolated = default(Rune?);
        // Half a character, where a text was cut, has no normal form.
        var whole = string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
        foreach (var rune in whole.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
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
