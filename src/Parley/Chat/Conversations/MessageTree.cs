namespace Parley.Chat.Conversations;

/// <summary>The messages of a conversation as a tree of ids. Decides which of them are shown; ids are version 7, so their order is that of time.</summary>
internal sealed class MessageTree
{
    private readonly Dictionary<Guid, Guid?> _parents;
    private readonly ILookup<Guid, Guid> _children;

    /// <summary>A message whose parent is not there counts as a first one.</summary>
    public MessageTree(IEnumerable<(Guid Id, Guid? ParentId)> messages)
    {
        _parents = messages.ToDictionary(m => m.Id, m => m.ParentId);
        // Guid.Empty stands for no parent: no message has that id.
        _children = _parents.Keys.Order().ToLookup(ParentOf);
    }

    public bool Contains(Guid id) => _parents.ContainsKey(id);

    /// <summary>From the first message to this one. Without one, to the newest end there is.</summary>
    public IReadOnlyList<Guid> PathTo(Guid? head)
    {
        List<Guid> path = [];
        HashSet<Guid> seen = [];
        var at = head is { } known && Contains(known) ? known : NewestLeaf(Guid.Empty);
        // Nothing makes a circle, but what was imported by hand might.
        for (; at != Guid.Empty && seen.Add(at); at = ParentOf(at)) path.Add(at);
        path.Reverse();
        return path;
    }

    /// <summary>The end of the branch that goes through a message and from there always to the newest.</summary>
    public Guid NewestLeaf(Guid from)
    {
        HashSet<Guid> seen = [];
        var at = from;
        while (seen.Add(at) && _children[at].LastOrDefault() is var next && next != Guid.Empty) at = next;
        return at;
    }

    /// <summary>All that follow the same message, oldest first, itself included.</summary>
    public IReadOnlyList<Guid> Siblings(Guid id) => [.. _children[ParentOf(id)]];

    private Guid ParentOf(Guid id) => _parents.GetValueOrDefault(id) is { } parent && _parents.ContainsKey(parent) && parent != id ? parent : Guid.Empty;
}
