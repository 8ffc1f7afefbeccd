using Parley.Chat.Pages.Reading;

namespace Parley.Tests.Chat.Pages;

/// <summary>What is said below an answer of how it ended.</summary>
public sealed class ArticleViewTests
{
    [Theory]
    [InlineData("complete", "words", false, false, null)]
    [InlineData("complete", "words", true, false, "length limit")]
    [InlineData("complete", "words", false, true, "content filter")]
    [InlineData("complete", " ", false, false, "answered nothing")]
    [InlineData("stopped", "words", false, false, "What had arrived was kept")]
    [InlineData("stopped", "", false, false, "before anything had arrived")]
    [InlineData("streaming", "", false, false, null)]
    public void How_an_answer_ended_is_said(string status, string text, bool isCutOff, bool isFiltered, string? note)
    {
        var view = new ArticleView { Id = Guid.Empty, ConversationId = Guid.Empty, IsPerson = false, Text = text, Status = status, IsCutOff = isCutOff, IsFiltered = isFiltered };
        if (note is null) Assert.Null(view.Note);
        else Assert.Contains(note, view.Note, StringComparison.Ordinal);
    }
}
