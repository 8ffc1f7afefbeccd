using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Generations;

/// <summary>Writes turns: message, answer, generation and what the feed tells of them, in one transaction. Whose they are stands in every query.</summary>
internal sealed class TurnStore(IDbContextFactory<ParleyDbContext> databases, GenerationNode node, Feed feed, TimeProvider time)
{
    private const int MostTries = 3;

    /// <summary>Begins a turn with this model, or says why not.</summary>
    public async Task<(TurnBegun? Begun, TurnRefusal? Refusal)> BeginAsync(TurnWanted wanted, Func<Conversation?, string> modelFor, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var (begun, refusal) = await databases.ChangeAsync(async db =>
                {
                    var result = await new TurnWriter(db, wanted, node, feed, time).WriteAsync(modelFor, cancellationToken);
                    return (result, result.Begun is { IsNew: true });
                }, cancellationToken);
                if (begun is { IsNew: true }) feed.Wake(wanted.UserId);
                return (begun, refusal);
            }
            catch (Exception problem) when (tries < MostTries && problem is DbUpdateException or TurnConflictException)
            {
                // Another send of the same person was faster: what it wrote is seen now.
            }
        }
    }

    /// <summary>Who answers in a conversation; null for nobody in particular, or no such conversation.</summary>
    public async Task<Guid?> PersonaOfAsync(Guid userId, Guid? conversationId, CancellationToken cancellationToken)
    {
        if (conversationId is not { } id) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Conversation>().Where(c => c.Id == id && c.UserId == userId).Select(c => c.PersonaId).SingleOrDefaultAsync(cancellationToken);
    }
}
