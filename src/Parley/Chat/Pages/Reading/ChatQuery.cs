namespace Parley.Chat.Pages.Reading;

/// <summary>What an address of the chat page may ask for.</summary>
/// <param name="Q">A search, shown in the side.</param>
/// <param name="Before">Messages before this one.</param>
/// <param name="At">A message that is looked for.</param>
/// <param name="Edit">A message that is edited.</param>
/// <param name="Text">What a new chat begins with.</param>
/// <param name="Persona">Who answers in it.</param>
internal sealed record ChatQuery(string? Q = null, Guid? Before = null, Guid? At = null, Guid? Edit = null, string? Text = null, Guid? Persona = null);
