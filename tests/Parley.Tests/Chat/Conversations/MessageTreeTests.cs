using Parley.Chat.Conversations;

namespace Parley.Tests.Chat.Conversations;

public sealed class MessageTreeTests
{
    [Fact]
    public void A_path_goes_from_the_first_message_to_the_head()
    {
        var tree = Tree((1, null), (2, 1), (3, 2), (4, 1), (5, 4));
        Assert.Equal([Id(1), Id(2), Id(3)], tree.PathTo(Id(3)));
        Assert.Equal([Id(1), Id(4), Id(5)], tree.PathTo(null));
        Assert.Equal([Id(2), Id(4)], tree.Siblings(Id(4)));
        Assert.Equal(Id(5), tree.NewestLeaf(Id(1)));
        Assert.Equal(Id(3), tree.NewestLeaf(Id(2)));
    }

    [Fact]
    public void Edited_first_messages_are_siblings() => Assert.Equal([Id(1), Id(2)], Tree((1, null), (2, null)).Siblings(Id(1)));

    [Fact]
    public void Strangers_as_parents_and_circles_end_the_way()
    {
        Assert.Equal([Id(1), Id(2)], Tree((1, 99), (2, 1)).PathTo(Id(2)));
        Assert.Equal(2, Tree((1, 2), (2, 1)).PathTo(Id(2)).Count);
        Assert.Equal(Id(1), Tree((1, 1)).NewestLeaf(Id(1)));
        Assert.Empty(Tree().PathTo(Id(1)));
    }

    private static MessageTree Tree(params (int Id, int? Parent)[] messages) => new(messages.Select(m => (Id(m.Id), m.Parent is { } parent ? Id(parent) : (Guid?)null)));

    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);
}
