namespace Parley.Chat.Live;

/// <summary>Data of a <c>read</c>: a conversation was seen up to a message.</summary>
internal sealed record ReadData(Guid ConversationId, Guid MessageId);
