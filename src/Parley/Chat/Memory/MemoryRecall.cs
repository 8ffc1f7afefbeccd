using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Chat.Memory;

/// <summary>Finds what a persona remembers that matters for what was said. A persona has some hundreds of memories at most: they are read as a whole, and ranked here, the same on both databases.</summary>
internal sealed class MemoryRecall(IDbContextFactory<ParleyDbContext> databases, ITokenEstimator estimator, TimeProvider time)
{
    /// <summary>What relevance is judged by.</summary>
    public const string Ranking = "words";

    /// <summary>A pasted book says no more of what it is about than its beginning and its end.</summary>
    private const int MostSaid = 4_000;

    public async Task<IReadOnlyList<(Guid Id, string Text)>> RecallAsync(Guid userId, Guid personaId, string said, int tokens, string model, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<MemoryRow>().Where(m => m.UserId == userId && m.PersonaId == personaId && m.State == MemoryState.Active)
            .Select(m => new { m.Id, m.Text, m.UpdatedAt }).ToListAsync(cancellationToken);
        if (rows.Count == 0) return [];
        var counter = new TokenCounter(estimator, model);
        var asked = said.Length <= 2 * MostSaid ? said : said[..MostSaid] + " " + said[^MostSaid..];
        return [.. MemoryChoice.Choose(rows.ConvertAll(r => new MemoryCandidate(r.Id, r.Text, r.UpdatedAt, counter.Of(r.Text))), asked, tokens, time.GetUtcNow()).Select(m => (m.Id, m.Text))];
    }
}
