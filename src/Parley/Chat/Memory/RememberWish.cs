using System.Text.RegularExpressions;

namespace Parley.Chat.Memory;

/// <summary>Finds what a person asks to be remembered in a message, in English, German, French and Spanish. Pure.</summary>
internal static partial class RememberWish
{
    /// <summary>Wishes stand at the beginning of what is said, not in pages that were pasted.</summary>
    private const int Searched = 4_000;

    private const int Shortest = 3;

    /// <summary>What is to be remembered; null for no wish.</summary>
    public static string? Of(string message)
    {
        var text = message.Length <= Searched ? message : message[..Searched];
        foreach (Match wish in Wish().Matches(text))
        {
            var rest = Rest(text[(wish.Index + wish.Length)..]);
            // "Remember that time in Rome?" asks; it tells nothing.
            if (rest.Length < Shortest || rest.EndsWith('?') || !rest.Any(char.IsLetterOrDigit)) continue;
            var isCut = message.Length > Searched && text.EndsWith(rest, StringComparison.Ordinal);
            return isCut || rest.Length > MemoryRow.MaxText ? null : rest;
        }

        return null;
    }

    /// <summary>To the end of the sentence or line. A full stop behind one or two letters ends an abbreviation.</summary>
    private static string Rest(string text)
    {
        var line = text.Split('\n', 2)[0].Trim();
        foreach (Match end in SentenceEnd().Matches(line))
            return line[..(end.Index + end.Length)].TrimEnd('.', '!', ' ');
        return line.TrimEnd('.', '!', ' ');
    }

    // A wish begins a message, a line or a sentence. What is asked for ("do you remember that ...") does not.
    [GeneratedRegex(
        """
        (?:^|(?<=[.!?]\s{1,3}))[ \t]*
        (?:
          (?:(?:please|and|also|oh,?|hey,?|ok,?|okay,?)\s+){0,2}(?:(?:can|could|will|would)\s+you\s+(?:please\s+)?)?
            (?:remember|memori[sz]e|keep\s+in\s+mind|bear\s+in\s+mind|make\s+a\s+note|take\s+note|note|don['’]?t\s+forget|do\s+not\s+forget)\s*(?:\s(?:that|this)\b\s*:?|:)
        | (?:(?:bitte|und)\s+){0,2}
            (?:merke?\s+dir|merken\s+sie\s+sich|erinnere?\s+dich(?:\s+daran)?|vergiss\s+(?:bitte\s+)?nicht|vergessen\s+sie\s+(?:bitte\s+)?nicht|notiere?\s+dir|behalte?\s+(?:im\s+kopf|in\s+erinnerung))(?:\s+bitte)?\s*(?:,?\s*\bdass\b|:|,)
        | (?:s['’]il\s+(?:te|vous)\s+pla[iî]t,?\s+)?
            (?:souviens-toi|souvenez-vous|rappelle-toi|rappelez-vous|retiens|retenez|note|notez|m[eé]morise|m[eé]morisez|n['’]oublie\s+pas|n['’]oubliez\s+pas)(?:\s+bien)?(?:\s+s['’]il\s+(?:te|vous)\s+pla[iî]t)?\s*(?:\bque\b|\bqu['’]|:)
        | (?:por\s+favor,?\s+)?
            (?:recuerda|recuerde|acu[eé]rdate(?:\s+de)?|ten\s+en\s+cuenta|no\s+olvides|no\s+olvide|anota|apunta|memoriza)(?:,?\s+por\s+favor,?)?\s*(?:\bque\b|:)
        )\s*
        """, RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Wish();

    [GeneratedRegex(@"(?<=[\p{L}\p{Nd}]{3}|\))[.!?](?=\s|$)|(?<=[\p{Nd}%€$])[.!?](?=\s+\p{Lu}|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SentenceEnd();
}
