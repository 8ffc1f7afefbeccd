using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Chat.Memory;

/// <summary>
/// Finds what a persona remembers that matters for what was said. A persona has some hundreds of memories at most: they are read as a whole, and ranked here, the same on both databases.
/// As long as there is room for all, nobody is asked what they mean.
/// </summary>
internal sealed class MemoryRecall(IDbContextFactory<ParleyDbContext> databases, MemoryModel embedding, MemoryVectors vectors, ITokenEstimator estimator, TimeProvider time)
{
    /// <summary>A pasted book says no more of what it is about than its beginning and its end.</summary>
    private const int MostSaid = 4_000;

    public async Task<Recalled> RecallAsync(Guid userId, Guid personaId, MemoryQuestion question, string model, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<MemoryRow>().Where(m => m.UserId == userId && m.PersonaId == personaId && m.State == MemoryState.Active)
            .Select(m => new { m.Id, m.Text, m.UpdatedAt }).ToListAsync(cancellationToken);
        if (rows.Count == 0) return Recalled.Nothing;
        var counter = new TokenCounter(estimator, model);
        var all = rows.ConvertAll(r => new MemoryCandidate(r.Id, r.Text, r.UpdatedAt, counter.Of(r.Text)));
        var said = question.Said.Length <= 2 * MostSaid ? question.Said : question.Said[..MostSaid] + " " + question.Said[^MostSaid..];
        var ranks = MemoryRanks.ByWords(all, said);
        if (all.Sum(m => m.Tokens) <= question.Tokens) return Choose(MemoryRanking.All, null);
        if (embedding.Current is not { } route || await MemoryVectors.ReadAsync(db, userId, personaId, route, cancellationToken) is not { Count: > 0 } known
            || await vectors.OfQuestionAsync(question.Caller, route, question.Said, cancellationToken) is not { } asked) return Choose(MemoryRanking.Words, null);
        ranks = MemoryRanks.ByMeaning(all.ConvertAll(m => known.TryGetValue(m.Id, out var meaning) ? Meaning.Likeness(asked, meaning) : null), ranks);
        return Choose(MemoryRanking.Embeddings, MemoryModel.KeyOf(route));

        Recalled Choose(string ranking, string? by) => new([.. MemoryChoice.Choose(all, ranks, question.Tokens, time.GetUtcNow()).Select(m => (m.Id, m.Text))], ranking, by);
    }
}
