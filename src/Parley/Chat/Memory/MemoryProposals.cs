using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;

namespace Parley.Chat.Memory;

/// <summary>Asks the model behind a complete answer what is worth remembering, where persona and person want that. What it proposes waits for approval.</summary>
internal sealed class MemoryProposals(IDbContextFactory<ParleyDbContext> databases, SideCall side, MemoryStore memories, PersonaStore personas, PreferenceStore preferences)
{
    /// <summary>More open proposals than this, and nobody looks at them: no new ones are made.</summary>
    private const int MostOpen = 20;

    public async Task RunAsync(Caller caller, Guid userId, Guid answerId, string model, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var answer = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == answerId && m.UserId == userId, cancellationToken);
        if (answer?.PersonaId is not { } personaId || await personas.FindAsync(userId, personaId, cancellationToken) is not { } persona || PersonaContent.Read(persona.Content) is not { UsesMemory: true, ProposesMemories: true }) return;
        if (await preferences.ReadAsync(userId, cancellationToken) is not { Memory: true, MemoryProposals: true }) return;
        var question = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == answer.ParentId && m.UserId == userId && m.Role == MessageRole.User, cancellationToken);
        if (question is null || question.Text.Length == 0) return;
        var known = await MemoryStore.Of(db, userId, personaId).OrderByDescending(m => m.Id).Select(m => new { m.Text, m.State }).ToListAsync(cancellationToken);
        if (known.Count >= MemoryRow.MostPerPersona || known.Count(m => m.State == MemoryState.Proposed) >= MostOpen) return;
        var said = await side.AskAsync(caller, model, ProposalPrompt.Ask(question.Text, answer.Text, known.Take(100).Select(m => m.Text)), "chat,memory", ProposalPrompt.Longest, cancellationToken);
        if (said is null) return;
        foreach (var text in ProposalPrompt.Read(said.Text)) await memories.AddAsync(userId, personaId, text, MemorySource.Proposed, question.Id, cancellationToken);
    }
}
