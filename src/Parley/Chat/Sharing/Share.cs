namespace Parley.Chat.Sharing;

/// <summary>A link under which anybody who has it can read a conversation as it was when it was shared.</summary>
internal sealed class Share
{
    public required Guid ConversationId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Nobody can guess it, and it stands in no list. It can be read back, because people copy links again.</summary>
    public required string Token { get; init; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>What is read there: a <see cref="SharedConversation"/>, JSON.</summary>
    public required string Snapshot { get; set; }
}
