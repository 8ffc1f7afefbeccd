using Parley.Chat.Pages.Files;

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

    /// <summary>Files that go with the draft.</summary>
    public IReadOnlyList<FileView> DraftFiles { get; init; } = [];

    public string Model { get; init; } = "";

    public required IReadOnlyList<ModelChoice> Models { get; init; }

    /// <summary>Who can answer, and who does.</summary>
    public PersonaPick? Personas { get; init; }

    public required SideView Side { get; init; }

    public bool IsPinned { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>The link under which others can read it; null for none.</summary>
    public string? ShareUrl { get; init; }

    /// <summary>Of when what they read is.</summary>
    public DateTimeOffset SharedAt { get; init; }

    public string? Folder { get; init; }

    /// <summary>Folders that the person has, to choose from.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    public SettingsView Settings { get; init; } = new();

    /// <summary>Whose page it is: what the browser keeps for one person is not another's.</summary>
    public required Guid Account { get; init; }

    /// <summary>Answers appear while they are written.</summary>
    public bool ShowsWriting { get; init; } = true;

    /// <summary>Answers are shown with their formatting.</summary>
    public bool ShowsFormatting { get; init; } = true;

    /// <summary>Nothing was ever said: the first steps are shown.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Otherwise it breaks the line, and Ctrl+Enter sends.</summary>
    public bool EnterSends { get; init; } = true;

    /// <summary>What the send is called, so that it is sent once.</summary>
    public required string Key { get; init; }

    /// <summary>Why the last send did not work.</summary>
    public string? Problem { get; init; }

    public string ShownTitle => Title.Length > 0 ? Title : "New chat";

    public string Path => Id is { } id ? $"/c/{id}" : "/c";
}
