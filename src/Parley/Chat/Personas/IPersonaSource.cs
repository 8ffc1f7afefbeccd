using Parley.Chat.Memory;

namespace Parley.Chat.Personas;

/// <summary>Gives the persona that answers, with the memories that matter for what was said.</summary>
internal interface IPersonaSource
{
    /// <summary>The persona of this id, or the person's current one; <see cref="PersonaInUse.None"/> when it is gone.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="personaId">Which; null for the current one.</param>
    /// <param name="question">For what memories are looked for; null for none.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<PersonaInUse> FindAsync(Guid userId, Guid? personaId, MemoryQuestion? question, CancellationToken cancellationToken);
}
