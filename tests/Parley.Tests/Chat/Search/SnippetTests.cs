using Parley.Chat.Search;

namespace Parley.Tests.Chat.Search;

public sealed class SnippetTests
{
    [Theory]
    [InlineData("two words", new[] { "two", "words" }), InlineData("\"two words\" more", new[] { "two words", "more" }), InlineData("  a  A ", new[] { "a" })]
    [InlineData("“curly quotes”x", new[] { "curly quotes", "x" }), InlineData("open \"quote mark", new[] { "open", "quote mark" })]
    public void Words_stand_apart_and_quotation_marks_keep_them_together(string text, string[] terms) => Assert.Equal(terms, SearchTerms.Parse(text).Terms!.All);

    [Fact]
    public void A_snippet_is_one_line_around_the_first_place()
    {
        var text = string.Join(' ', Enumerable.Repeat("filler", 60)) + "\n\n  the **needle** is\there " + string.Join(' ', Enumerable.Repeat("filler", 60));
        var snippet = Snippet.Of(text, SearchTerms.Parse("NEEDLE here").Terms!);
        Assert.StartsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.Contains("the **needle** is here filler", snippet.Text, StringComparison.Ordinal);
        Assert.Equal(["needle", "here"], snippet.Marks.Select(mark => snippet.Text.Substring(mark.Start, mark.Length)));
        Assert.InRange(snippet.Text.Length, 100, 190);
    }

    [Theory]
    [InlineData("A **token *bucket*** holds `burst` of 2 * 3 snake_case", "A token bucket holds burst of 2 * 3 snake_case")]
    [InlineData("## Why\n\n- [ ] a [bucket](https://example.org/x)\n- ~~old~~\n\n> told\n> so", "Why a bucket old told so")]
    [InlineData("| Name | Use |\n|---|--:|\n| **bucket** | `rate` |", "Name Use bucket rate")]
    [InlineData("```bash\n# a bucket\nmake *\n```\n1. then", "# a bucket make * then")]
    [InlineData("\\*bucket\\* costs $5$ &amp; \\(x^2\\)", "*bucket* costs 5 & x^2")]
    public void A_snippet_reads_as_the_rendered_message_does(string text, string expected)
    {
        var snippet = Snippet.OfMarkdown(text, SearchTerms.Parse("bucket").Terms!);
        Assert.Equal(expected, snippet.Text);
        Assert.Equal(["bucket"], snippet.Marks.Select(mark => snippet.Text.Substring(mark.Start, mark.Length)));
    }

    [Fact]
    public void What_stands_only_in_the_source_is_shown_as_written() =>
        Assert.Equal("see [this](https://example.org/bucket)", Snippet.OfMarkdown("see [this](https://example.org/bucket)", SearchTerms.Parse("bucket").Terms!).Text);

    [Fact]
    public void Of_a_book_only_the_pages_around_are_read()
    {
        var book = string.Concat(Enumerable.Repeat("**many** words\n\n", 20_000));
        var snippet = Snippet.OfMarkdown(book + "the **needle** 😀" + book, SearchTerms.Parse("needle").Terms!);
        Assert.Contains("words the needle 😀", snippet.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("*", snippet.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Łódź und Zürich, ÅNGSTRÖM", "zurich", 9, 6)]
    [InlineData("Łódź und Zürich, ÅNGSTRÖM", "angstrom", 17, 8)]
    [InlineData("Tieng Viet", "Tiếng", 0, 5)]
    [InlineData("Привет, ё и ø", "ø", 12, 1)]
    public void Letters_with_and_without_accents_are_the_same_to_a_mark(string text, string sought, int start, int length) =>
        Assert.Equal([new Mark(start, length)], Snippet.Find(text, SearchTerms.Parse(sought).Terms!));

    [Fact]
    public void Marks_that_overlap_are_one() =>
        Assert.Equal([new Mark(0, 6), new Mark(7, 3)], Snippet.Find("abcabc abc", SearchTerms.Parse("abc bcab").Terms!));

    [Fact]
    public void No_character_is_cut_in_half()
    {
        var snippet = Snippet.Of(string.Concat(Enumerable.Repeat("😀", 300)), SearchTerms.Parse("😀").Terms!);
        Assert.All(snippet.Text.EnumerateRunes(), rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
        snippet = Snippet.Of("a" + string.Concat(Enumerable.Repeat("😀", 100)) + "x", SearchTerms.Parse("x").Terms!);
        Assert.All(snippet.Text.EnumerateRunes(), rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
    }
}
