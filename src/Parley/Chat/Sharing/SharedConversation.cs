using Parley.Chat.Conversations;
using Parley.Chat.Model;

namespace Parley.Chat.Sharing;

/// <summary>What a reader of a share link sees: what was said, not who said it, what it cost or what the person thought of it.</summary>
internal sealed record SharedConversation(string Title, DateTimeOffset SharedAt, IReadOnlyList<SharedMessage> Messages)
{
    public static SharedConversation Of(Conversation conversation, IEnumerable<MessageShown> branch, DateTimeOffset now) =>
        new(conversation.Title, now, [.. branch.Where(m => m.Status != MessageStatus.Streaming).Select(m => new SharedMessage(m.Role, m.Text, m.Model, m.CreatedAt))]);
}

internal sealed record SharedMessage(MessageRole Role, string Text, string? Model, DateTimeOffset CreatedAt);
