namespace Parley.Chat.Pages.Reading;

/// <summary>The list of conversations, or what a search found.</summary>
public sealed record SideView
{
    public Guid? Current { get; init; }

    public IReadOnlyList<SideGroup> Groups { get; init; } = [];

    /// <summary>What was looked for; null for no search.</summary>
    public string? Query { get; init; }

    public IReadOnlyList<SideHit> Hits { get; init; } = [];

    /// <summary>Why nothing can be looked for.</summary>
    public string? Problem { get; init; }

    public WaitingMemories Waiting { get; init; } = WaitingMemories.None;

    /// <summary>Leads to older ones.</summary>
    public string? Next { get; init; }
}

/// <summary>Conversations under one heading.</summary>
public sealed record SideGroup(string Title, bool IsFolder, IReadOnlyList<SideItem> Items);

public sealed record SideItem(Guid Id, string Title, bool IsPinned, bool IsArchived);

/// <summary>A result of a search.</summary>
public sealed record SideHit(Guid ConversationId, Guid? MessageId, string Title, IReadOnlyList<SnippetPart> Parts)
{
    public string Path => MessageId is { } message ? $"/c/{ConversationId}?at={message}#m-{message}" : $"/c/{ConversationId}";
}

/// <summary>A part of a snippet; marked where it is what was looked for.</summary>
public sealed record SnippetPart(string Text, bool IsMark);
