using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>Titles of conversations. Pure.</summary>
internal static class Titles
{
    /// <summary>Longest title that a model may make: in characters, and in words.</summary>
    public const int Longest = 80;

    private const int FromWords = 60, MostWords = 12, MostOfMessage = 2000;

    /// <summary>The first words of a message: good until there is a better one.</summary>
    public static string Of(string message)
    {
        var line = message.ReplaceLineEndings("\n").Split('\n').Select(Plain).FirstOrDefault(l => l.Length > 0) ?? "";
        if (line.Length <= FromWords) return line;
        var cut = line.LastIndexOf(' ', FromWords);
        if (cut < FromWords / 2) cut = char.IsLowSurrogate(line[FromWords]) ? FromWords - 1 : FromWords;
        return line[..cut].TrimEnd(' ', ',', ';', ':', '.') + "…";
    }

    /// <summary>A title from what a model said; null when it said something else.</summary>
    public static string? Clean(string said)
    {
        var lines = said.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        if (lines.Count != 1) return null;
        var title = Plain(lines[0]);
        if (title.StartsWith("Title:", StringComparison.OrdinalIgnoreCase)) title = Plain(title["Title:".Length..]);
        title = title.Trim('"', '\'', '“', '”', '«', '»', '„').TrimEnd('.').Trim();
        return title.Length is 0 or > Longest || title.Split(' ').Length > MostWords ? null : title;
    }

    /// <summary>What a model is asked.</summary>
    public static Prompt Ask(string question, string answer)
    {
        var prompt = new Prompt { MaxOutputTokens = 400, Temperature = 0.3 };
        prompt.System.Add(new TextPart(
            "You name conversations. Answer with a title of two to six words for the exchange below, in its language, as plain text in one line: no quotation marks, no full stop, nothing else."));
        prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart($"<question>\n{Shorten(question)}\n</question>\n<answer>\n{Shorten(answer)}\n</answer>")]));
        return prompt;
    }

    /// <summary>Without the signs of Markdown, and in one line.</summary>
    private static string Plain(string line)
    {
        var text = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimStart('#', '>', '-', '*', '`', ' ').Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
        return new string([.. text.Where(c => !char.IsControl(c))]).Trim('*', '_', ' ');
    }

    private static string Shorten(string text) => text.Length <= MostOfMessage ? text : text[..MostOfMessage] + " […]";
}
