namespace Parley.Chat.Pages.Reading;

/// <summary>A person's personas, and the one that answers here.</summary>
public sealed record PersonaPick(IReadOnlyList<PersonaItem> All, Guid ChosenId)
{
    public PersonaItem Chosen => All.First(p => p.Id == ChosenId);
}
