using Parley.Chat.Pages.Reading;
using Parley.Chat.Search;

namespace Parley.Tests.Chat.Pages;

public sealed class SnippetPartsTests
{
    [Fact]
    public void A_snippet_is_cut_at_its_marks() =>
        Assert.Equal(
            [new SnippetPart("Take the ", false), new SnippetPart("night", true), new SnippetPart(" ", false), new SnippetPart("train", true)],
            SnippetParts.Of("Take the night train", [new Mark(9, 5), new Mark(15, 5)]));

    [Fact]
    public void Nothing_marked_is_one_part() => Assert.Equal([new SnippetPart("all", false)], SnippetParts.Of("all", []));
}
