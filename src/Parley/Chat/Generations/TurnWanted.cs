using Parley.Chat.Conversations;

namespace Parley.Chat.Generations;

/// <summary>A turn that somebody asks for.</summary>
internal sealed record TurnWanted
{
    public const int LongestText = 400_000, MostFiles = 20;

    public required Guid UserId { get; init; }

    public required TurnKind Kind { get; init; }

    /// <summary>What the client calls the send, so that a repeated one makes no second answer; null for nothing.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Where; null for a new conversation.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The message that is edited, answered anew or gone on with.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>For a send: what it follows; null for the last message of the branch that is shown.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>What is said, for a send and an edit.</summary>
    public string Text { get; init; } = "";

    /// <summary>The model or route asked for; null for the conversation's.</summary>
    public string? Model { get; init; }

    /// <summary>Who answers; null for the conversation's.</summary>
    public Guid? PersonaId { get; init; }

    /// <summary>What a conversation that begins with this turn asks of models besides the words; null for nothing.</summary>
    public ChatParameters? Parameters { get; init; }

    public IReadOnlyList<Guid> FileIds { get; init; } = [];
}
