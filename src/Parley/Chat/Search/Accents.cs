namespace Parley.Chat.Search;

/// <summary>
/// Latin letters without their accents, letter by letter, so that places in a text stay where they are. Written out from the canonical decompositions of Unicode 15 for U+00C0 to U+024F and
/// U+1E00 to U+1EFF, since the runtime decomposes nothing without its tables of cultures; a dot stands for a letter that is none of these. For marks, and for terms that are shorter than what SQLite indexes: each database folds texts by its own rules.
/// </summary>
internal static class Accents
{
    private const char FirstLatin = '\u00C0', FirstAdditional = '\u1E00';

    private const string Latin =
        "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.yAaAaAaCcCcCcCcDd" +
        "..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl....NnNnNn...OoOoOo..RrRrRrSsSsSs" +
        "SsTtTt..UuUuUuUuUuUuWwYyYZzZzZz.................................Oo.............U" +
        "u............................AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa...." +
        "AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............................";

    private const string Additional =
        "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm" +
        "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv" +
        "WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe" +
        "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

    public static string Fold(string text) =>
        text.AsSpan().IndexOfAnyInRange(FirstLatin, (char)(FirstAdditional + Additional.Length - 1)) < 0 ? text : string.Create(text.Length, text, static (folded, from) =>
        {
            for (var i = 0; i < folded.Length; i++) folded[i] = Fold(from[i]);
        });

    private static char Fold(char letter)
    {
        var (table, at) = letter >= FirstAdditional ? (Additional, letter - FirstAdditional) : (Latin, letter - FirstLatin);
        return (uint)at < (uint)table.Length && table[at] is not '.' and var plain ? plain : letter;
    }
}
