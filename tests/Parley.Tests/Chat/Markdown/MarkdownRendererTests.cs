using Parley.Chat.Markdown;

namespace Parley.Tests.Chat.Markdown;

public sealed class MarkdownRendererTests
{
    [Theory]
    [InlineData("# Title", "<h3>Title</h3>\n")]
    [InlineData("###### Deep", "<h6>Deep</h6>\n")]
    [InlineData("~~gone~~", "<p><del>gone</del></p>\n")]
    [InlineData("a<br>b", "<p>a<br>\nb</p>\n")]
    [InlineData("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n")]
    [InlineData("text {onclick=alert(1) .x}", "<p>text {onclick=alert(1) .x}</p>\n")]
    [InlineData("It is \\(x^2\\).", "<p>It is <span class=\"md-math\" data-md=\"math\">x^2</span>.</p>\n")]
    [InlineData("It is $x_1$.", "<p>It is <span class=\"md-math\" data-md=\"math\">x_1</span>.</p>\n")]
    [InlineData("From $5 to $10 a month", "<p>From $5 to $10 a month</p>\n")]
    [InlineData("\\[not a formula\\", "<p>[not a formula\\</p>\n")]
    [InlineData("$$\n\\frac{a}{b}\n$$", "<div class=\"md-math md-math-apart\" data-md=\"math\">\\frac{a}{b}\n</div>\n")]
    [InlineData("\\[\n- a\n+ b\n\\]", "<div class=\"md-math md-math-apart\" data-md=\"math\">- a\n+ b\n</div>\n")]
    public void Markdown_becomes(string markdown, string html) => Assert.Equal(html, MarkdownRenderer.Render(markdown));

    [Theory]
    [InlineData("wow![^a]\n\n[^a]: It is.", "<p>wow!<sup class=\"md-note-sign\"><a href=\"#n-1\" aria-label=\"Note a\">a</a></sup></p>\n<div class=\"md-note\" id=\"n-1\"><span class=\"md-note-name\">a</span><div class=\"md-note-text\">\n<p>It is.</p>\n</div></div>\n")]
    [InlineData("Nobody says what it is[^1]", "<p>Nobody says what it is[^1]</p>\n")]
    [InlineData("[^1]: one\n[^2]: two", "<div class=\"md-note\" id=\"n-1\"><span class=\"md-note-name\">1</span><div class=\"md-note-text\">\n<p>one</p>\n</div></div>\n<div class=\"md-note\" id=\"n-2\"><span class=\"md-note-name\">2</span><div class=\"md-note-text\">\n<p>two</p>\n</div></div>\n")]
    [InlineData("[^1]: one\n\n    more\n\nafter", "<div class=\"md-note\" id=\"n-1\"><span class=\"md-note-name\">1</span><div class=\"md-note-text\">\n<p>one</p>\n<p>more</p>\n</div></div>\n<p>after</p>\n")]
    [InlineData("[see [^1]](https://a.example)\n\n[^1]: x", "<p><a href=\"https://a.example\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">see <sup class=\"md-note-sign\">1</sup></a></p>\n<div class=\"md-note\" id=\"n-1\"><span class=\"md-note-name\">1</span><div class=\"md-note-text\">\n<p>x</p>\n</div></div>\n")]
    public void Notes_become(string markdown, string html) => Assert.Equal(html, MarkdownRenderer.Render(markdown));

    [Fact]
    public void Notes_of_two_messages_have_ids_of_their_own()
    {
        Assert.Contains("id=\"n-0197a3-1\"", MarkdownRenderer.Render("[^1]: x", "0197a3"), StringComparison.Ordinal);
        Assert.Contains("href=\"#n-0197a4-1\"", MarkdownRenderer.Render("[^1]: x[^1]", "0197a4"), StringComparison.Ordinal);
    }

    [Fact]
    public void Code_has_a_head_with_its_language_and_a_button_that_copies() =>
        Assert.Equal(
            "<div class=\"md-code\" data-md=\"code\" data-lang=\"c#\"><div class=\"md-code-head\"><span class=\"md-code-lang\">c#</span><button type=\"button\" class=\"md-copy\" data-md=\"copy\">Copy</button></div>"
            + "<pre tabindex=\"0\"><code class=\"language-c#\">a &lt; b &amp;&amp; c\n</code></pre></div>\n",
            MarkdownRenderer.Render("```C#\na < b && c\n```"));

    [Fact]
    public void A_link_opens_aside_and_tells_nobody_from_where() =>
        Assert.Equal(
            "<p><a href=\"https://a.example/?b=1&amp;c=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow\" title=\"T\">text</a></p>\n",
            MarkdownRenderer.Render("[text](https://a.example/?b=1&c=2 'T')"));

    [Fact]
    public void A_picture_from_elsewhere_waits_for_a_click()
    {
        var html = MarkdownRenderer.Render("![a *cat*](https://pics.example/cat.png)");
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("data-md=\"image\" href=\"https://pics.example/cat.png\"", html, StringComparison.Ordinal);
        Assert.Contains("a cat", html, StringComparison.Ordinal);
        Assert.Contains("Image from pics.example", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_ones_own_is_shown_at_once() =>
        Assert.Equal(
            "<p><img class=\"md-image\" loading=\"lazy\" decoding=\"async\" src=\"/api/v1/files/0197a3b2-0000-7000-8000-000000000001/content\" alt=\"cat\"></p>\n",
            MarkdownRenderer.Render("![cat](/api/v1/files/0197a3b2-0000-7000-8000-000000000001/content)"));

    [Fact]
    public void A_table_scrolls_and_its_alignment_is_a_class()
    {
        var html = MarkdownRenderer.Render("| a | b |\n|:--|--:|\n| 1 | 2 |\n");
        Assert.Equal(
            "<div class=\"md-table\" tabindex=\"0\"><table><thead><tr><th class=\"md-left\">a</th><th class=\"md-right\">b</th></tr></thead>"
            + "<tbody><tr><td class=\"md-left\">1</td><td class=\"md-right\">2</td></tr></tbody></table></div>\n", html);
    }

    [Fact]
    public void Tasks_have_names_and_cannot_be_changed() =>
        Assert.Contains("<input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\">", MarkdownRenderer.Render("- [x] done\n- [ ] open"), StringComparison.Ordinal);

    [Fact]
    public void What_is_nested_beyond_sense_is_shown_as_it_was_written()
    {
        var html = MarkdownRenderer.Render("before\n\n" + new string('>', 5000) + "\n\nafter");
        Assert.StartsWith("<p>before</p>\n<p class=\"md-plain\">&gt;&gt;", html, StringComparison.Ordinal);
        Assert.EndsWith("after</p>\n", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a](")]
    [InlineData("*a **b ")]
    [InlineData("_x ~~y ")]
    public void A_paragraph_of_more_marks_than_anybody_writes_is_shown_as_it_was_written(string mark)
    {
        var text = string.Concat(Enumerable.Repeat(mark, 5000)).TrimEnd();
        Assert.Equal($"<p>before</p>\n<p class=\"md-plain\">{text}</p>\n<p>after</p>\n", MarkdownRenderer.Render($"before\n\n{text}\n\nafter").Replace("\n</p>", "</p>", StringComparison.Ordinal));
        Law.Holds($"# {text}\n\n- {text}\n\nafter", 5000, 7, 9000);
    }
}
