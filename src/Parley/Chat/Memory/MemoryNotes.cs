using Parley.Chat.Personas;
using Parley.Identity;

namespace Parley.Chat.Memory;

/// <summary>Notes what a person asks to be remembered, before the answer is made: it knows it already.</summary>
internal sealed partial class MemoryNotes(MemoryStore memories, PersonaStore personas, PreferenceStore preferences, ILogger<MemoryNotes> logger)
{
    /// <summary>Looks for a wish and fulfils it. Troubles are told in the log only: the answer is worth more.</summary>
    /// <param name="userId">Who says it.</param>
    /// <param name="personaId">To whom; null for the current persona.</param>
    /// <param name="message">What is said.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task NoteAsync(Guid userId, Guid? personaId, string message, Guid messageId, CancellationToken cancellationToken)
    {
        try
        {
            if (RememberWish.Of(message) is not { } wish || !(await preferences.ReadAsync(userId, cancellationToken)).Memory) return;
            var persona = personaId is { } id ? await personas.FindAsync(userId, id, cancellationToken) : await personas.CurrentAsync(userId, cancellationToken);
            if (persona is null || !PersonaContent.Read(persona.Content).UsesMemory) return;
            await memories.AddAsync(userId, persona.Id, wish, MemorySource.Said, messageId, cancellationToken);
        }
        catch (Exception problem)
        {
            Failed(logger, messageId, problem.GetBaseException().Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the message {Message} asks to be remembered could not be noted ({Problem}). It can be written by hand.")]
    private static partial void Failed(ILogger logger, Guid message, string problem);
}
