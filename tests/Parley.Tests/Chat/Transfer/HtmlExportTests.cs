using Parley.Chat.Model;
using Parley.Chat.Transfer;

namespace Parley.Tests.Chat.Transfer;

public sealed class HtmlExportTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>"), InlineData("[x](javascript:alert(1))"), InlineData("[x]( java\nscript:alert(1))"), InlineData("<javascript:alert(1)>"), InlineData("![x](data:text/html;base64,AAAA)")]
    [InlineData("<img src=x onerror=alert(1)>"), InlineData("[x]: javascript:alert(1)\n\n[x]"), InlineData("![x](https://tracker.example/x.png)"), InlineData("[x](vbscript:msgbox)"), InlineData("# h {onclick=alert(1)}")]
    public void Nothing_that_a_model_said_is_active(string text)
    {
        var html = Render(text, title: text);
        foreach (var bad in new[] { "<script", "href=\"javascript", "href=\"vbscript", "href=\"data", "<img" }) Assert.DoesNotContain(bad, html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<[^>]* (on\\w+|src)=", html);
    }

    [Fact]
    public void What_is_nested_too_deep_is_shown_as_it_was_written() => Assert.Contains("deep", Render(string.Concat(Enumerable.Repeat("> ", 5_000)) + "deep", "t"), StringComparison.Ordinal);

    /// <summary>Their time would grow with the square of the marks: minutes for what one message may hold.</summary>
    [Theory]
    [InlineData("["), InlineData("*a "), InlineData("![a")]
    public void A_paragraph_of_nothing_but_marks_is_shown_as_it_was_written(string mark)
    {
        var text = string.Concat(Enumerable.Repeat(mark, 100_000));
        Assert.Null(SafeMarkdown.Parse(text));
        Assert.Contains(text[..1000], Render(text, "t"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "small-chat", "small-chat (automatic)"), InlineData("auto", null, "Automatic"), InlineData("openai/gpt-5", "gpt-5", "openai/gpt-5"), InlineData("demo", null, "demo"), InlineData(null, null, "Assistant")]
    public void An_answer_is_by_the_model_that_gave_it(string? asked, string? answered, string speaker) =>
        Assert.Contains($"<header>{speaker} <time", Render("Hello", "t", asked, answered), StringComparison.Ordinal);

    [Fact]
    public void Each_block_has_its_own_direction_and_code_runs_from_the_left()
    {
        var html = Render("שלום עולם\n\nHello\n\n- אחת\n\n```\ncode\n```", "כותרת");
        foreach (var block in new[] { "<h1 dir=\"auto\">", "<p dir=\"auto\">שלום עולם</p>", "<p dir=\"auto\">Hello</p>", "<ul dir=\"auto\">", "<pre><code>code" }) Assert.Contains(block, html, StringComparison.Ordinal);
    }

    private static string Render(string text, string title, string? model = null, string? answeredBy = null)
    {
        var at = DateTimeOffset.Parse("2026-01-31T12:00:00Z");
        var conversation = new Conversation { Id = Guid.CreateVersion7(at), UserId = Guid.CreateVersion7(at), Title = title, CreatedAt = at, UpdatedAt = at };
        return HtmlExport.Render(conversation,
            [new Message { Id = Guid.CreateVersion7(at), ConversationId = conversation.Id, UserId = conversation.UserId, Role = MessageRole.Assistant, Text = text, Model = model, AnsweredBy = answeredBy, Status = MessageStatus.Complete, CreatedAt = at }], ExportedFile.None);
    }
}
