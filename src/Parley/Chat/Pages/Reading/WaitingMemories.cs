namespace Parley.Chat.Pages.Reading;

/// <summary>Proposals that wait for approval.</summary>
/// <param name="Count">How many.</param>
/// <param name="PersonaId">The persona with the newest one; null for none.</param>
public sealed record WaitingMemories(int Count, Guid? PersonaId)
{
    public static WaitingMemories None { get; } = new(0, null);

    public string Path => PersonaId is { } id ? $"/personas/{id}/memories" : "/personas";
}
