namespace Parley.Chat.Pages.Personas;

/// <summary>One line of a comparison.</summary>
/// <param name="Mark">'-' went, '+' came, ' ' stayed, '…' stands for lines that stayed and are not shown.</param>
/// <param name="Text">The line.</param>
public sealed record DiffLine(char Mark, string Text);
