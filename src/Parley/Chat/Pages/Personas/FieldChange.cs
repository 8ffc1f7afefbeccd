namespace Parley.Chat.Pages.Personas;

/// <summary>What changed of one thing that a persona is.</summary>
public sealed record FieldChange(string Label, IReadOnlyList<DiffLine> Lines);
