namespace Parley.Chat.Personas;

/// <summary>Nobody in particular answers.</summary>
internal sealed class NoPersonas : IPersonaSource
{
    public Task<PersonaInUse> FindAsync(Guid userId, Guid? personaId, string said, int memoryTokens, CancellationToken cancellationToken) => Task.FromResult(PersonaInUse.None);
}
