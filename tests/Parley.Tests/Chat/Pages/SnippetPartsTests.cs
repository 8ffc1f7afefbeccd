using Parley.Chat.Pages.Reading;
using Parley.Chat.Search;

namespace Parley.Tests.Chat.Pages;

public sealed class SnippetPartsTests
{
    [Fact]
    public void What_was_found_is_marked()
    {
        const string Text = "…A token bucket holds a burst of 2 * 3";
        var parts = SnippetParts.Of(Text, [new Mark(Text.IndexOf("bucket", StringComparison.Ordinal), 6)]);
        Assert.Equal([("…A token ", false), ("bucket", true), (" holds a burst of 2 * 3", false)], parts.Select(part => (part.Text, part.IsMark)));
    }
}
