using Parley.Ui;

namespace Parley.Chat.Pages.Reading;

/// <summary>The page of a conversation, or of one that is about to begin.</summary>
public sealed record ChatView
{
    /// <summary>Null for a new one.</summary>
    public Guid? Id { get; init; }

    public string Title { get; init; } = "";

    /// <summary>How far the person's feed was when this was read: what is behind it is not on the page yet.</summary>
    public required long Seq { get; init; }

    public ThreadView? Thread { get; init; }

    public string Draft { get; init; } = "";

    public string Model { get; init; } = "";

    public required IReadOnlyList<Choice> Models { get; init; }

    /// <summary>Who can answer, and who does.</summary>
    public PersonaPick? Personas { get; init; }

    public required SideView Side { get; init; }

    public bool IsPinned { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>There is a link under which others can read it.</summary>
    public bool IsShared { get; init; }

    /// <summary>Otherwise it breaks the line, and Ctrl+Enter sends.</summary>
    public bool EnterSends { get; init; } = true;

    /// <summary>What the send is called, so that it is sent once.</summary>
    public required string Key { get; init; }

    /// <summary>Why the last send did not work.</summary>
    public string? Problem { get; init; }

    public string ShownTitle => Title.Length > 0 ? Title : "New chat";

    public string Path => Id is { } id ? $"/c/{id}" : "/c";
}
