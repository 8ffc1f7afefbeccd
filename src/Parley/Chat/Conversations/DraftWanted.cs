using Parley.Chat.Model;

namespace Parley.Chat.Conversations;

/// <summary>The body of PUT /api/v1/conversations/{id}/draft.</summary>
internal sealed record DraftWanted(string Text)
{
    public string? Problem() =>
        Text.Length > Conversation.MaxDraft ? $"must have at most {Conversation.MaxDraft} characters"
        : Text.Contains('\0') ? "must not contain the character U+0000" : null;
}
