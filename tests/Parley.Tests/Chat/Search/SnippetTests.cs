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
