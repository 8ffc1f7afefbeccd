using Parley.Chat.Model;

namespace Parley.Chat.Context;

/// <summary>A message on the way from the first message of a conversation to one of its leaves.</summary>
internal sealed record BranchMessage(Guid Id, MessageRole Role, string Text, MessageStatus Status);
