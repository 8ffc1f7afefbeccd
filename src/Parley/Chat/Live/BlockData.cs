namespace Parley.Chat.Live;

/// <summary>Data of a <c>block</c>: finished text of an answer, durable. It goes to <paramref name="Offset"/> of the message's text, in the place of what tails put there.</summary>
internal sealed record BlockData(Guid ConversationId, Guid MessageId, Guid GenerationId, int Index, int Offset, string Text);
