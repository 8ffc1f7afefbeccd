namespace Parley.Chat.Personas;

/// <summary>What came of a change: the persona as it is now, null when there is none of the caller's; and why nothing was changed.</summary>
internal sealed record PersonaChange(Persona? Row, bool IsMismatch = false, string? Conflict = null);
