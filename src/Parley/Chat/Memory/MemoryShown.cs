using System.ComponentModel;

namespace Parley.Chat.Memory;

/// <summary>A memory as the API and the feed show it.</summary>
internal sealed record MemoryShown(
    Guid Id, Guid PersonaId, string Text,
    [property: Description("active: models are told; proposed: it waits for approval.")] MemoryState State,
    [property: Description("written by hand, said in a message, or proposed by a model.")] MemorySource Source,
    [property: Description("The message that it was taken from; null for written by hand.")] Guid? MessageId,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Version)
{
    public static MemoryShown Of(MemoryRow m) => new(m.Id, m.PersonaId, m.Text, m.State, m.Source, m.MessageId, m.CreatedAt, m.UpdatedAt, m.Version);
}
