namespace Parley.Chat.Pages.Reading;

/// <summary>A persona among others.</summary>
public sealed record PersonaItem
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required PersonaLook Look { get; init; }

    public string Description { get; init; } = "";

    public string Greeting { get; init; } = "";

    public IReadOnlyList<string> Starters { get; init; } = [];

    /// <summary>The model or route that it prefers, as long as somebody serves it; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>The one that every account has.</summary>
    public bool IsDefault { get; init; }

    /// <summary>It answers in new chats.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>How much it remembers, and how much it proposes to; 0 where nobody counted.</summary>
    public int Memories { get; init; }

    public int Proposed { get; init; }
}
