namespace Parley.Chat.Memory;

/// <summary>What came of a change: the memory as it is now, null when there is none of the caller's; and why nothing was changed.</summary>
internal sealed record MemoryChange(MemoryRow? Row, bool IsNew = false, bool IsMismatch = false, string? Conflict = null);
