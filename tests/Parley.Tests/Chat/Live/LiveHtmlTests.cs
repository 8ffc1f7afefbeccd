using Parley.Chat.Live;
using Parley.Chat.Markdown;

namespace Parley.Tests.Chat.Live;

public sealed class LiveHtmlTests
{
    private const string Text = "# One\n\nTwo with **bold**.\n\n- a\n- b\n\n```js\nx\n```\n\nThe end.\n";

    [Fact]
    public void Readers_that_come_at_different_times_have_the_same_blocks()
    {
        var answer = new LiveAnswer(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "", "");
        var (early, earlyHas) = (new LiveCursor(), new List<string>());
        for (var at = 0; at < Text.Length; at += 3)
        {
            answer.Append(Text.Substring(at, Math.Min(3, Text.Length - at)));
            Take(answer, early, earlyHas);
        }

        var (late, lateHas) = (new LiveCursor(), new List<string>());
        var tail = Take(answer, late, lateHas);
        Assert.Equal(earlyHas, lateHas);
        Assert.Equal(MarkdownRenderer.RenderBlocks(Text).Select(block => block.Html), [.. lateHas, tail.Tail]);
    }

    [Fact]
    public void An_answer_that_is_gone_on_with_has_its_beginning()
    {
        var answer = new LiveAnswer(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "Begun.\n\nAnd ", "");
        answer.Append("gone on.");
        var tail = answer.Html(new LiveCursor());
        Assert.Equal(["<p>Begun.</p>\n"], tail.Blocks);
        Assert.Equal("<p>And gone on.</p>\n", tail.Tail);
    }

    private static HtmlTail Take(LiveAnswer answer, LiveCursor cursor, List<string> has)
    {
        var tail = answer.Html(cursor);
        Assert.Equal(has.Count, tail.From);
        has.AddRange(tail.Blocks);
        return tail;
    }
}
