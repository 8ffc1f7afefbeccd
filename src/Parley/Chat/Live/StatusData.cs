namespace Parley.Chat.Live;

/// <summary>Data of a <c>status</c>: what an answer that is being made is doing.</summary>
internal sealed record StatusData(Guid ConversationId, Guid MessageId, Guid GenerationId, AnswerState State);
