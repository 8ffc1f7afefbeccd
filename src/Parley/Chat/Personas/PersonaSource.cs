using Parley.Chat.Memory;
using Parley.Gateway.Ports;
using Parley.Identity;

namespace Parley.Chat.Personas;

/// <summary>The persona that answers, as it is now, with the memories that matter.</summary>
internal sealed class PersonaSource(PersonaStore personas, MemoryRecall memories, PreferenceStore preferences, IRouteSource routes) : IPersonaSource
{
    public async Task<PersonaInUse> FindAsync(Guid userId, Guid? personaId, MemoryQuestion? question, CancellationToken cancellationToken)
    {
        var persona = personaId is { } id ? await personas.FindAsync(userId, id, cancellationToken) : await personas.CurrentAsync(userId, cancellationToken);
        if (persona is null) return PersonaInUse.None;
        var content = PersonaContent.Read(persona.Content);
        var remembers = question is { Tokens: > 0 } && content.UsesMemory && (await preferences.ReadAsync(userId, cancellationToken)).Memory;
        return new PersonaInUse
        {
            Id = persona.Id,
            Version = persona.Version,
            SystemPrompt = PersonaWords.Of(content),
            Recalled = remembers ? await memories.RecallAsync(userId, persona.Id, question!, content.Model ?? "auto", cancellationToken) : Recalled.Nothing,
            // A preference is no command: what is not served here any more leaves the choice to the next one.
            Model = Served(content.Model),
            Temperature = content.Parameters?.Temperature,
            TopP = content.Parameters?.TopP,
            MaxOutputTokens = content.Parameters?.MaxOutputTokens,
            ReasoningEffort = content.Parameters?.ReasoningEffort,
            Capabilities = content.Capabilities.ToHashSet(StringComparer.Ordinal),
        };
    }

    private string? Served(string? model) => model is not null && routes.Current.Find(model) is not null ? model : null;
}
