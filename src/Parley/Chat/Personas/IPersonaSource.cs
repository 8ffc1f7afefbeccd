namespace Parley.Chat.Personas;

/// <summary>Gives the persona that answers, with the memories that matter for what was said.</summary>
internal interface IPersonaSource
{
    /// <summary>The persona of this id, or the person's current one; <see cref="PersonaInUse.None"/> when it is gone.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="personaId">Which; null for the current one.</param>
    /// <param name="said">What was said, to choose memories by.</param>
    /// <param name="memoryTokens">Most tokens that memories may take.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<PersonaInUse> FindAsync(Guid userId, Guid? personaId, string said, int memoryTokens, CancellationToken cancellationToken);
}
