using System.Text;

namespace Parley.Tests.Chat.NothingLost;

/// <summary>An answer as models write them: all kinds of blocks, long and short, in any script.</summary>
internal static class RandomMarkdown
{
    private static readonly string[] Words =
    [
        "the", "river", "**bold**", "*leaning*", "`code`", "[a link](https://example.org/x?a=1&b=2)", "naïve", "日本語", "🚀", "👩‍👩‍👧", "$x^2$", "\\(y\\)", "<b>", "a&b", "https://example.org", "1*2", "snake_case", "~~gone~~", "[ref]", "Ωmega", "שלום", "end.",
    ];

    private static readonly Func<Random, string>[] Blocks =
    [
        dice => Line(dice, 30), dice => Line(dice, 12), dice => $"## {Line(dice, 4)}",
        dice => string.Join('\n', Enumerable.Range(1, dice.Next(2, 6)).Select(i => $"- {Line(dice, 6)}{(dice.Next(3) == 0 ? $"\n  - {Line(dice, 4)}" : "")}")),
        dice => string.Join(dice.Next(2) == 0 ? "\n\n" : "\n", Enumerable.Range(1, dice.Next(2, 5)).Select(i => $"{i}. {Line(dice, 6)}")),
        dice => $"```{(dice.Next(2) == 0 ? "python" : "")}\ndef f(x):\n    return x < 2\n\n# {Line(dice, 4)}\n```",
        dice => $"| a | b |\n|---|--:|\n{string.Join('\n', Enumerable.Range(1, dice.Next(1, 5)).Select(i => $"| {Line(dice, 2).Replace('|', ' ')} | {i} |"))}",
        dice => $"> {Line(dice, 8)}\n> {Line(dice, 5)}", _ => "---", dice => $"$$\n\\frac{{{dice.Next(9)}}}{{2}}\n$$", dice => $"- [x] {Line(dice, 3)}\n- [ ] {Line(dice, 3)}", _ => "[ref]: https://example.org/ref \"title\"",
    ];

    public static string Text(Random dice)
    {
        var text = new StringBuilder(Line(dice, 10));
        for (var blocks = dice.Next(3, 22); blocks > 0; blocks--) text.Append("\n\n").Append(Blocks[dice.Next(Blocks.Length)](dice));
        return text.Append("\n\nThe end.").ToString();
    }

    private static string Line(Random dice, int most) => string.Join(' ', Enumerable.Range(0, 1 + dice.Next(most)).Select(_ => Words[dice.Next(Words.Length)]));
}
