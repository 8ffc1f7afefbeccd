namespace Parley.Chat.Memory;

/// <summary>Which memories a model is told, best first, within a budget. Pure. Recency decides where relevance does not, so that what was never spoken of is told too while there is room.</summary>
internal static class MemoryChoice
{
    /// <summary>A memory of today counts as much more than an old one as a third of a good word; half of it is gone after so many days.</summary>
    private const double RecencyWeight = 0.5, HalfLifeDays = 30;

    /// <param name="all">Among which is chosen.</param>
    /// <param name="ranks">How much each matters, by <see cref="MemoryRanks"/>.</param>
    /// <param name="budget">Most tokens.</param>
    /// <param name="now">The moment from which recency is counted.</param>
    public static List<MemoryCandidate> Choose(IReadOnlyList<MemoryCandidate> all, IReadOnlyList<double> ranks, long budget, DateTimeOffset now)
    {
        List<MemoryCandidate> chosen = [];
        foreach (var (memory, _) in all.Select((m, i) => (Memory: m, Rank: ranks[i] + Recency(m.At, now))).OrderByDescending(m => m.Rank).ThenByDescending(m => m.Memory.Id))
        {
            if (memory.Tokens > budget) continue;
            budget -= memory.Tokens;
            chosen.Add(memory);
        }

        return chosen;
    }

    private static double Recency(DateTimeOffset at, DateTimeOffset now) => RecencyWeight * Math.Pow(2, -Math.Max(0, (now - at).TotalDays) / HalfLifeDays);
}
