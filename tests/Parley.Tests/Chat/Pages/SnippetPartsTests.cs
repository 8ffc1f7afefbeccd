using Parley.Chat.Pages.Reading;
using Parley.Chat.Search;

namespace Parley.Tests.Chat.Pages;

public sealed class SnippetPartsTests
{
    [Fact]
    public void What_was_found_is_marked_and_what_Markdown_writes_around_words_is_left_out()
    {
        const string Text = "…A **token bucket** holds `burst` of 2 * 3 snake_case; ## Why";
        var parts = SnippetParts.Of(Text, [new Mark(Text.IndexOf("bucket", StringComparison.Ordinal), 6)]);
        Assert.Equal([("…A token ", false), ("bucket", true), (" holds burst of 2 * 3 snake_case; Why", false)], parts.Select(part => (part.Text, part.IsMark)));
    }
}
