using System.Text;
using Parley.Chat.Model;
using Parley.Chat.Transfer;
using Parley.Chat.Transfer.Pdf;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Annotations;

namespace Parley.Tests.Chat.Transfer;

/// <summary>What a reader of PDFs gets out of an export: the text, in every script, with the fonts inside.</summary>
public sealed class PdfExportTests
{
    [Theory]
    [InlineData("The quick brown fox: fi, office, naïve café"), InlineData("Съешь же ещё этих мягких французских булок"), InlineData("Ξεσκεπάζω την ψυχοφθόρα βδελυγμία")]
    [InlineData("我们坐夜车去里斯本。很便宜！"), InlineData("夜行列車でリスボンへ行きます。"), InlineData("리스본으로 가는 야간열차"), InlineData("שלום עולם"), InlineData("القطار الليلي إلى لشبونة")]
    [InlineData("x ≤ y → ∑ ∞ √ 😀")]
    public void Every_script_is_set_and_can_be_copied_again(string text)
    {
        using var pdf = Open(text);
        var found = Letters(pdf);
        foreach (var rune in text.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune)))
            Assert.True(found.Contains(rune.ToString(), StringComparison.Ordinal), $"{rune} is not in: {found}");
    }

    [Fact]
    public void Code_tables_lists_links_and_quotes_are_set()
    {
        const string Markdown =
            """
            # Heading

            Some **bold**, *italic*, ~~struck~~ and `inline code`, a [link](https://example.org/a) and <b>html</b>.

            ```python
            def main():
                print("indented")
            ```

            | Train | Price |
            |---|--:|
            | Night train | 49 € |

            1. first
            2. second
               * nested

            > quoted wisdom

            - [x] done
            """;
        using var pdf = Open(Markdown);
        var text = Letters(pdf);
        foreach (var part in new[] { "Heading", "bold", "italic", "struck", "inlinecode", "<b>html</b>", "defmain():", "print(\"indented\")", "Nighttrain", "49€", "1.first", "2.second", "nested", "quotedwisdom", "[x]done" })
            Assert.True(text.Contains(part, StringComparison.Ordinal), $"{part} is not in: {text}");
        Assert.Contains(pdf.GetPage(1).GetAnnotations(), annotation => annotation.Type == AnnotationType.Link && annotation.Action is UglyToad.PdfPig.Actions.UriAction { Uri: "https://example.org/a" });
        Assert.Equal("About trains", pdf.Information.Title);
        Assert.True(pdf.GetPage(1).Letters.Select(letter => letter.FontName).Distinct().Count() >= 4);
    }

    [Fact]
    public void A_long_conversation_fills_pages_and_loses_nothing()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 400).Select(i => $"Paragraph number{i}end with some words to fill a line and a half of the page, so that lines are broken here and there."));
        using var pdf = Open(text, "```\n" + string.Join('\n', Enumerable.Range(0, 200).Select(i => $"line{i};")) + "\n```", new string('x', 3_000));
        Assert.InRange(pdf.NumberOfPages, 15, 60);
        var letters = Letters(pdf);
        for (var i = 0; i < 400; i++) Assert.Contains($"number{i}end", letters, StringComparison.Ordinal);
        for (var i = 0; i < 200; i++) Assert.Contains($"line{i};", letters, StringComparison.Ordinal);
        Assert.True(letters.Count(c => c == 'x') >= 3_000);
        // Nothing is set beyond the edges.
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters), letter => Assert.InRange(letter.StartBaseLine.X, 0, PdfPages.Width - PdfPages.Margin + 4));
    }

    [Fact]
    public void Nothing_that_a_model_may_say_breaks_it()
    {
        using var pdf = Open("", "\0\u202E\u200F", string.Concat(Enumerable.Repeat("> ", 300)) + "deep", string.Concat(Enumerable.Repeat("* ", 200)) + "deep", "|a|\n|-|\n|" + new string('y', 20_000) + "|",
            "\ud83d\ude00\u200d\ud83d\udc69 e\u0301 \u0e01\u0e33 \U0001F468\u200D\U0001F469\u200D\U0001F467", "[bad](javascript:alert(1))", "![picture](https://example.org/x.png)");
        Assert.DoesNotContain(pdf.GetPages().SelectMany(page => page.GetAnnotations()), annotation => annotation.Action is UglyToad.PdfPig.Actions.UriAction { Uri: var uri } && uri.StartsWith("javascript", StringComparison.OrdinalIgnoreCase));
    }

    private static PdfDocument Open(params string[] texts)
    {
        var at = DateTimeOffset.Parse("2026-01-31T12:00:00Z");
        var conversation = new Conversation { Id = Guid.CreateVersion7(at), UserId = Guid.CreateVersion7(at), Title = "About trains", CreatedAt = at, UpdatedAt = at };
        var bytes = PdfExport.Render(conversation, texts.Select(text => new Message
        {
            Id = Guid.CreateVersion7(at), ConversationId = conversation.Id, UserId = conversation.UserId, Role = MessageRole.Assistant, Text = text, Status = MessageStatus.Complete, Model = "demo", CreatedAt = at,
        }), ExportedFile.None);
        Assert.InRange(bytes.Length, 1_000, 3_000_000);
        return PdfDocument.Open(bytes);
    }

    /// <summary>All text without blanks: what the glyphs say, and what is said of those that have no character of their own.</summary>
    private static string Letters(PdfDocument pdf)
    {
        var text = new StringBuilder();
        foreach (var page in pdf.GetPages())
        {
            foreach (var letter in page.Letters) text.Append(letter.Value);
            text.Append('\n');
            foreach (var content in page.GetMarkedContents()) text.Append(content.ActualText);
        }

        return string.Concat(text.ToString().Replace("ﬁ", "fi", StringComparison.Ordinal).Where(c => !char.IsWhiteSpace(c)));
    }
}
