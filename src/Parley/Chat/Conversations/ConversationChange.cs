using Parley.Chat.Model;

namespace Parley.Chat.Conversations;

/// <summary>What came of a change: the conversation as it is now; null when there is none of the caller's. One of the others says why nothing was changed.</summary>
internal sealed record ConversationChange(Conversation? Row, bool IsMismatch = false, string? Missing = null);
