namespace Parley.Chat.Pages.Reading;

/// <summary>Something that was noted from a message, or is proposed to be.</summary>
public sealed record MemoryLine(Guid Id, Guid PersonaId, string Text, bool IsProposed);
