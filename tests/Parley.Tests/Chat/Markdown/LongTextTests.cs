using System.Diagnostics;
using AngleSharp;
using AngleSharp.Html.Parser;
using Ganss.Xss;
using Parley.Chat.Markdown;
using Parley.Chat.Markdown.Html;
using Parley.Chat.Transfer;

namespace Parley.Tests.Chat.Markdown;

/// <summary>A long text of one kind takes seconds, not minutes: whoever opens a shared page must not be able to keep a processor busy.</summary>
public sealed class LongTextTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string, int> Texts => new()
    {
        { "", "- a\n", 200_000 }, { "", "- [ ] a\n", 100_000 }, { "|a|b|\n|-|-|\n", "|a", 100_000 }, { "|a|b|\n|-|-|\n", "|a|b|\n", 100_000 }, { "", "a  \n", 200_000 }, { "", "a\n\n", 100_000 },
        { "", "http://a.example ", 40_000 }, { "", "www.a.example ", 40_000 }, { "", "a@b.example ", 40_000 }, { string.Concat(Enumerable.Repeat("`a` ", 200_000)), "https://a.example ", 4000 },
        { string.Concat(Enumerable.Repeat("[", 3999)), "`a` ", 200_000 }, { "", "[a]: /x\n", 100_000 },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Is_rendered_in_seconds(string before, string piece, int count)
    {
        var text = before + string.Concat(Enumerable.Repeat(piece, count));
        var watch = Stopwatch.StartNew();
        MarkdownRenderer.Render(text);
        var rendered = watch.Elapsed;
        if (SafeMarkdown.Parse(text) is { } document) SafeMarkdown.ToHtml(document);
        var exported = watch.Elapsed - rendered;
        MarkdownWords.Read(text);
        Assert.True(rendered < Limit && exported < Limit && watch.Elapsed - exported - rendered < Limit, $"rendered {rendered}, exported {exported}, all {watch.Elapsed}");
    }

    /// <summary>The writer of nodes is ours; what it writes is what AngleSharp writes with the sanitizer's own formatter.</summary>
    [Fact]
    public void Nodes_are_written_as_the_library_writes_them()
    {
        foreach (var html in Attacks.All.Select(attack => MarkdownRenderer.Render(attack)).Append("<ul>\n<li>a<br>\u00a0&amp; &lt;b</li></ul><img class=\"x\" alt=\"&quot;<'\"><pre>\n\n x</pre>"))
        {
            using var document = new HtmlParser().ParseDocument(html);
            Assert.Equal(document.Body!.ChildNodes.ToHtml(HtmlFormatter.Instance), NodeWriter.Write(document.Body));
        }
    }
}
