using CsCheck;
using Parley.Chat.Markdown;

namespace Parley.Tests.Chat.Markdown;

public sealed class IncrementalMarkdownTests
{
    /// <summary>Words of the language, and what trips readers of it: markers that need the next line, names defined late, fences in lists, tabs, bare carriage returns.</summary>
    private static readonly string[] Words =
    [
        "word", "two words", " ", "  ", "   ", "    ", "\t", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\n \n", "# ", "## head\n", "#", "---", "***", "- - -\n", "===", "=", "-", "- ", "* ", "+ ",
        "1. ", "2) ", "12. ", "> ", ">", "```", "```js\n", "~~~", "~~~~\n", "`", "``", "$$\n", "$x$", "$", "\\[\n", "\\]\n", "\\(y\\)", "\\", "| a | b |\n", "|---|:-:|\n", "|", "[name]", "[name]: http://a.example\n",
        "[other]: <http://b.example> 'title'\n", "[other]", "[x](http://c.example)", "![pic](http://d.example/p.png)", "[", "]", "](", ")", "*", "**", "_", "__", "~~", "*em*", "**strong**", "<br>", "<b>", "<div>\n",
        "&amp;", "&", "http://e.example", "- [ ] todo\n", "- [x] done\n", "[^1]", "[^1]: ", "[^1]: a note\n", "[^b]: b[^1]\n", "[^b]", "![^1]", "^", "\u00e9", "\U0001F600", "\0", ":", "!",
    ];

    private static readonly Gen<string> Text = Law.AnyOf(Words).Array[1, 40].Select(string.Concat);
    private static readonly Gen<int[]> Lengths = Gen.Int[1, 12].Array[1, 5];

    [Fact]
    public void Whatever_the_chunks_the_pieces_are_the_whole() =>
        Gen.Select(Text, Lengths).Sample((text, lengths) => Law.Holds(text, lengths), iter: 500);

    [Fact]
    public void Lines_of_any_kind_in_any_order_are_the_whole() =>
        Gen.Select(Law.AnyOf(Lines).Array[1, 25].Select(lines => string.Join('\n', lines)), Lengths).Sample((text, lengths) => Law.Holds(text, lengths), iter: 500);

    [Fact]
    public void A_paragraph_is_finished_by_the_next_and_not_before()
    {
        var markdown = new IncrementalMarkdown();
        Assert.Empty(markdown.Append("First *one*.\n\n"));
        Assert.Equal("<p>First <em>one</em>.</p>\n", markdown.Tail().Html);
        Assert.Equal([new MarkdownBlock(0, "<p>First <em>one</em>.</p>\n")], markdown.Append("Second\n"));
        Assert.Equal("<p>Second</p>\n", markdown.Tail().Html);
        Assert.Equal([new MarkdownBlock(1, "<p>Second</p>\n")], markdown.Complete());
    }

    [Fact]
    public void A_definition_at_the_end_makes_links_of_names_before_it()
    {
        var markdown = new IncrementalMarkdown();
        var first = Assert.Single(markdown.Append("See [the docs][d].\n\nMore\n\n[d]: https://docs.example/\n"), b => b.Index == 0);
        Assert.DoesNotContain("href", first.Html, StringComparison.Ordinal);
        var again = Assert.Single(markdown.Complete(), b => b.Index == 0);
        Assert.Contains("href=\"https://docs.example/\"", again.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_note_at_the_end_makes_signs_of_its_name_before_it()
    {
        var markdown = new IncrementalMarkdown("a1");
        var first = Assert.Single(markdown.Append("Water boils.[^1]\n\nMore\n\n[^1]: At 100 °C.\n"), b => b.Index == 0);
        Assert.Equal("<p>Water boils.[^1]</p>\n", first.Html);
        var again = Assert.Single(markdown.Complete(), b => b.Index == 0);
        Assert.Equal("<p>Water boils.<sup class=\"md-note-sign\"><a href=\"#n-a1-1\" aria-label=\"Note 1\">1</a></sup></p>\n", again.Html);
    }

    [Fact]
    public void A_note_keeps_its_id_when_one_before_it_is_signed_late()
    {
        const string Text = "One[^a]\n\n[^b]: second\n\nTwo[^b]\n\n[^a]: first\n\nThree[^a]\n\n[^b]: once more\n";
        Law.Holds(Text, 1, 7, 3);
        var html = MarkdownRenderer.Render(Text);
        Assert.Equal(2, html.Split("href=\"#n-2\"").Length - 1);
        Assert.Single(html.Split("id=\"n-1\"")[1..]);
        Assert.Single(html.Split("id=\"n-2\"")[1..]);
    }

    [Theory]
    [InlineData("Some **bold", "<p>Some <strong>bold</strong></p>\n")]
    [InlineData("Some *it", "<p>Some <em>it</em></p>\n")]
    [InlineData("A `cod", "<p>A <code>cod</code></p>\n")]
    [InlineData("A [link](https://exam", "<p>A link</p>\n")]
    [InlineData("Text\n-", "<p>Text</p>\n")]
    [InlineData("Text\n==", "<p>Text</p>\n")]
    [InlineData("snake_case_name", "<p>snake_case_name</p>\n")]
    public void An_open_end_is_shown_as_if_it_were_closed(string text, string html)
    {
        var markdown = new IncrementalMarkdown();
        markdown.Append(text);
        Assert.Equal(html, markdown.Tail().Html);
    }

    [Fact]
    public void Half_a_character_waits_for_its_other_half()
    {
        var markdown = new IncrementalMarkdown();
        markdown.Append("Smile\ud83d");
        Assert.Equal("<p>Smile</p>\n", markdown.Tail().Html);
        markdown.Append("\ude00");
        Assert.Equal("<p>Smile\ud83d\ude00</p>\n", markdown.Tail().Html);
    }

    [Fact]
    public void A_long_open_end_is_shown_in_full_with_its_rest_as_text()
    {
        var markdown = new IncrementalMarkdown();
        var text = "";
        for (var i = 0; i < 2000; i++)
        {
            var line = $"line {i} of it\n";
            text += line;
            markdown.Append(i == 0 ? $"```\n{line}" : line);
            var (html, rest) = markdown.Tail();
            Assert.EndsWith(text, Shown(html) + rest, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void Work_grows_with_the_length_and_not_faster(string name)
    {
        var text = Long(name);
        var markdown = new IncrementalMarkdown();
        for (var at = 0; at < text.Length; at += 64)
        {
            markdown.Append(text.AsSpan(at, Math.Min(64, text.Length - at)));
            if (at % 4096 == 0) markdown.Tail();
        }

        markdown.Complete();
        Assert.InRange(markdown.Parsed, 1, 30L * text.Length);
    }

    public static TheoryData<string> LongTexts() => new("paragraphs", "one paragraph", "one line", "code", "list", "nested quotes", "nested lists", "deep quotes", "brackets", "emphasis", "definitions", "table", "dollars", "maths", "backticks", "fences in lists", "blank lines");

    private static string Shown(string html)
    {
        var code = html[(html.IndexOf("<code>", StringComparison.Ordinal) + 6)..];
        return code[..code.IndexOf("</code>", StringComparison.Ordinal)];
    }

    private static string Long(string name)
    {
        const int Length = 200_000;
        return name switch
        {
            "paragraphs" => Repeat("Some *words* and `code`, [a link](https://a.example).\n\n", Length),
            "one paragraph" => Repeat("Some *words* and `code`, and more of them.\n", Length),
            "one line" => Repeat("word ", Length),
            "code" => "```cs\n" + Repeat("var x = 1 < 2;\n", Length),
            "list" => Repeat("- an item of **many**\n", Length),
            "nested quotes" => Repeat("> > > > quoted\n", Length),
            "nested lists" => Repeat("- a\n  - b\n    - c\n", Length),
            "deep quotes" => Repeat(">", 100_000) + "\n" + Repeat("> ", 100_000) + "\n\nafter\n",
            "brackets" => Repeat("[", Length),
            "emphasis" => Repeat("*a **b ", Length),
            "definitions" => string.Concat(Enumerable.Range(0, 40_000).Select(i => $"[n{i}]: https://a.example/{i}\n")),
            "table" => "| a | b |\n|---|---|\n" + Repeat("| one | two |\n", 100_000),
            "dollars" => Repeat("$a $b$$ ", 150_000),
            "maths" => Repeat("\\(a \\[b ", 150_000),
            "backticks" => string.Concat(Enumerable.Range(1, 800).Select(i => new string('`', i) + " ")),
            "fences in lists" => Repeat("1. step\n\n   ```sh\n   run\n\n   it\n   ```\n\n", Length),
            "blank lines" => "- a\n" + Repeat("\n", Length) + "b\n",
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));

    private static readonly string[] Lines =
    [
        "", "", "", "text", "more text  ", "  indented text", "    code", "\tcode", "# head", "  ## head", "#no head", "===", "---", "***", "-", "--", "- item", "- item", "  continued", "  - nested", "* other", "+ plus",
        "1. one", "2. two", "   in one", "1) paren", "> quote", ">", "> - list in quote", "> ```", "lazy", "```", "```js", "````", "~~~", "  ```", "   ```", "- ```", "$$", "\\[", "\\]", "x = y", "| a | b |", "|---|---|",
        "a | b", "[name]", "[name]: http://a.example", "  'title'", "[name]:", "> [other]: http://b.example", "[other] and [name][other]", "- [ ] task", "[^1]: note", "[^1]: again", "[^n]:", "  [^n]: in", "> [^1]: quoted", "    of it [^n]", "see [^1] and [^n]!", "wow![^1]", "[text][^1]", "![i](http://i.example/x.png)", "* * *", "_ _ _", "- - -", "10. ten",
        "-\ttab item", "`code", "span`", "**bold", "end**", "<div>", "<!-- comment -->", "&copy;", "\\", "a\rb", "1.", "10)",
    ];
}
