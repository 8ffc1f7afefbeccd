using System.ComponentModel;
using Parley.Chat.Model;

namespace Parley.Chat.Search;

/// <summary>What was found: a conversation by its title, or a message by its text.</summary>
internal sealed record SearchResult(
    [property: Description("title or message.")] SearchKind Kind,
    Guid ConversationId,
    [property: Description("Null for a title.")] Guid? MessageId,
    MessageRole? Role,
    [property: Description("The conversation's.")] string Title,
    bool Archived,
    [property: Description("For a message, a piece of its text around the first place, in one line, as it reads when its Markdown is rendered; for a title, the title.")] string Snippet,
    [property: Description("The places in the snippet that match, in UTF-16 units.")] IReadOnlyList<Mark> Marks,
    DateTimeOffset At);

internal enum SearchKind
{
    Title,
    Message,
}
