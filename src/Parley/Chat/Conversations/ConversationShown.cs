using System.ComponentModel;
using Parley.Chat.Model;

namespace Parley.Chat.Conversations;

/// <summary>A conversation as lists and the feed show it.</summary>
internal sealed record ConversationShown(
    Guid Id,
    [property: Description("Empty until somebody, or the first exchange, gives it one.")] string Title,
    string? Folder,
    bool Pinned,
    bool Archived,
    [property: Description("The model or route that is asked; null for the persona's, or the person's default.")] string? Model,
    [property: Description("The persona that answers; null for the current one.")] Guid? PersonaId,
    [property: Description("The last message of the branch that is shown; null while there are none.")] Guid? HeadId,
    DateTimeOffset CreatedAt,
    [property: Description("When something was last said in it.")] DateTimeOffset UpdatedAt,
    [property: Description("When it was deleted; it can be restored for 30 days from then on.")] DateTimeOffset? DeletedAt,
    long Version)
{
    public static ConversationShown Of(Conversation c) =>
        new(c.Id, c.Title, c.Folder, c.IsPinned, c.IsArchived, c.Model, c.PersonaId, c.HeadId, c.CreatedAt, c.UpdatedAt, c.DeletedAt, c.Version);
}
