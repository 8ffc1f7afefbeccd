using System.ComponentModel;
using Parley.Chat.Model;
using Parley.Chat.Sharing;

namespace Parley.Chat.Conversations;

/// <summary>One conversation with what only its own page needs.</summary>
internal sealed record ConversationWhole(
    Guid Id, string Title, string? Folder, bool Pinned, bool Archived, string? Model, Guid? PersonaId, Guid? HeadId,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, long Version,
    [property: Description("What was typed and not sent, on whichever device. It has no part in the version.")] string Draft,
    [property: Description("Files that were attached and not sent.")] IReadOnlyList<FileOfMessage> DraftFiles,
    ChatParameters? Parameters,
    [property: Description("The link under which a snapshot can be read; null when it is not shared.")] ShareShown? Share)
{
    public static ConversationWhole Of(Conversation c, IReadOnlyList<FileOfMessage> draftFiles, ShareShown? share = null) => new(
        c.Id, c.Title, c.Folder, c.IsPinned, c.IsArchived, c.Model, c.PersonaId, c.HeadId, c.CreatedAt, c.UpdatedAt, c.DeletedAt, c.Version,
        c.Draft, draftFiles, ChatParameters.Read(c.Parameters), share);
}
