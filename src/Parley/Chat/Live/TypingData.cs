namespace Parley.Chat.Live;

/// <summary>Data of a <c>typing</c>: somebody types into a conversation, on the connection that is named.</summary>
internal sealed record TypingData(Guid ConversationId, Guid Connection);
