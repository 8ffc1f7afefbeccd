using System.Globalization;
using System.Text;
using CsCheck;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

public sealed class AnswerTextTests
{
    private static readonly Gen<string> Characters = Gen.OneOf("a", " plain words ", "\"", "\\", "\n", "\u0001", "é", "żółw", "日本", "\U0001F600", "\U0001F468\u200D\U0001F469");

    /// <summary>However the text is escaped, and wherever it is cut, between the halves of a surrogate pair too.</summary>
    [Fact]
    public void Every_byte_that_begins_a_character_is_found() => Gen.Select(Characters.Array[0, 60], Gen.Bool.Array[1, 40], Gen.Bool.Array[1, 40]).Sample((words, escaped, cuts) =>
    {
        var said = string.Concat(words);
        var text = new AnswerText();
        text.BeginPart(BlockKind.Text, isFirstOfFrame: true);
        var piece = new StringBuilder();
        var units = said.EnumerateRunes().SelectMany((rune, i) => Units(rune, escaped[i % escaped.Length])).ToList();
        for (var i = 0; i < units.Count; i++)
        {
            piece.Append(units[i]);
            if (!cuts[i % cuts.Length]) continue;
            text.Add(Encoding.UTF8.GetBytes(piece.ToString()));
            piece.Clear();
        }

        text.Add(Encoding.UTF8.GetBytes(piece.ToString()));
        var (bytes, characters) = (0, 0);
        foreach (var rune in said.EnumerateRunes())
        {
            Assert.Equal(characters++, text.Find(0, bytes));
            bytes += rune.Utf8SequenceLength;
        }

        Assert.Equal(characters, text.Find(0, bytes));
        Assert.Equal(characters, text.Find(0, int.MaxValue));
        Assert.Equal(bytes, text.Bytes);
    }, iter: 5_000);

    [Fact]
    public void Offsets_count_from_the_beginning_of_their_part()
    {
        var text = new AnswerText();
        text.BeginPart(BlockKind.Reasoning, isFirstOfFrame: true);
        text.BeginPart(BlockKind.Text, isFirstOfFrame: false);
        text.Add("żół"u8);
        text.BeginPart(BlockKind.Text, isFirstOfFrame: true); // the next frame: the same part
        text.Add("w "u8);
        text.BeginPart(BlockKind.Text, isFirstOfFrame: false);
        text.Add("éa"u8);
        Assert.Equal([1, 2, 6, null], new[] { text.Find(0, 2), text.Find(1, 4), text.Find(2, 2), text.Find(3, 0) });
    }

    private static IEnumerable<string> Units(Rune rune, bool isEscaped) => isEscaped || rune.Value < 0x20
        ? rune.ToString().Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))
        : [rune.Value is '"' or '\\' ? "\\" + rune : rune.ToString()];
}
