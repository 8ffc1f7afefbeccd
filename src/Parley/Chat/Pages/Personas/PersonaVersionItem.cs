namespace Parley.Chat.Pages.Personas;

/// <summary>A version of a persona, and what it changed.</summary>
public sealed record PersonaVersionItem(int Version, DateTimeOffset At, int? RestoredFrom, bool IsCurrent, IReadOnlyList<FieldChange> Changes);
