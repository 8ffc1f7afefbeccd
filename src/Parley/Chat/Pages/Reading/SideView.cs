using System.Security.Cryptography;
using System.Text;

namespace Parley.Chat.Pages.Reading;

/// <summary>The list of conversations, or what a search found.</summary>
public sealed record SideView
{
    public Guid? Current { get; init; }

    public IReadOnlyList<SideGroup> Groups { get; init; } = [];

    /// <summary>What was looked for; null for no search.</summary>
    public string? Query { get; init; }

    public IReadOnlyList<SideFound> Found { get; init; } = [];

    /// <summary>Why nothing can be looked for.</summary>
    public string? Problem { get; init; }

    public WaitingMemories Waiting { get; init; } = WaitingMemories.None;

    /// <summary>Leads to older ones that are in no folder.</summary>
    public string? Next { get; init; }
}

/// <summary>Conversations under one heading.</summary>
public sealed record SideGroup(string Title, bool IsFolder, IReadOnlyList<SideItem> Items)
{
    /// <summary>A folder that the reader folded, in this browser.</summary>
    public bool IsFolded { get; init; }

    /// <summary>Those of a day, in no folder: all days are one list.</summary>
    public bool IsDay { get; init; }

    /// <summary>The list that it is a part of, where more of it can be asked for.</summary>
    public string? List => IsFolder ? Mark : IsDay ? SideDepth.Days : null;

    /// <summary>Leads to older ones of a folder.</summary>
    public string? Next { get; init; }

    /// <summary>Stands for the name where a browser keeps what is folded: whoever uses it next does not read it.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Title)).AsSpan(0, 4));
}

/// <param name="Folder">Told beside those that stand in no folder's group: the pinned ones, and the one that is open.</param>
public sealed record SideItem(Guid Id, string Title, bool IsPinned, bool IsArchived, string? Folder)
{
    /// <summary>The answer that is being made in it, whoever asked wherever; null for none.</summary>
    public Guid? Answering { get; init; }

    /// <summary>Its latest answer was stopped: whoever did that knows what came of it.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>A conversation in which something was found, by its title or in messages.</summary>
public sealed record SideFound(Guid ConversationId, string Title, IReadOnlyList<SideHit> Places)
{
    /// <summary>So many places are shown; the rest are found in the conversation.</summary>
    public const int MostPlaces = 3;
}

/// <summary>A place in a message.</summary>
public sealed record SideHit(string Path, IReadOnlyList<SnippetPart> Parts);

/// <summary>A part of a snippet; marked where it is what was looked for.</summary>
public sealed record SnippetPart(string Text, bool IsMark);
