namespace Parley.Chat.Model;

/// <summary>A talk of one person with models: a tree of messages, of which one branch is shown.</summary>
internal sealed class Conversation
{
    public const int MaxTitle = 200, MaxFolder = 100, MaxDraft = 100_000;

    /// <summary>Version 7, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Empty until somebody, or the first exchange, gives it one.</summary>
    public required string Title { get; set; }

    /// <summary>The person gave the title: no model changes it.</summary>
    public bool IsTitled { get; set; }

    /// <summary>The last message of the branch that is shown; null while there are none.</summary>
    public Guid? HeadId { get; set; }

    /// <summary>The persona that answers; null for the person's current one.</summary>
    public Guid? PersonaId { get; set; }

    /// <summary>The persona that answered here until it was deleted: it comes back here when it is restored and no other was chosen meanwhile.</summary>
    public Guid? FormerPersonaId { get; set; }

    /// <summary>The model or route asked for; null for the persona's, or the person's default.</summary>
    public string? Model { get; set; }

    /// <summary>Temperature and the like, JSON; null for none.</summary>
    public string? Parameters { get; set; }

    public string? Folder { get; set; }

    public bool IsPinned { get; set; }

    public bool IsArchived { get; set; }

    /// <summary>What was typed and not sent, on whichever device.</summary>
    public string Draft { get; set; } = "";

    /// <summary>Ids of the files that go with the draft, JSON array; null for none.</summary>
    public string? DraftFiles { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last message that its person saw, on whichever device; null for none.</summary>
    public Guid? ReadId { get; set; }

    /// <summary>When something was last said in it; lists are sorted by this.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Deleted, and restorable for 30 days from then on; null for not.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Where it was imported from (source and the id there), so that a second import makes no twin; null for made here.</summary>
    public string? Origin { get; init; }

    /// <summary>Counts the changes, for <c>ETag</c>.</summary>
    public long Version { get; set; }
}
