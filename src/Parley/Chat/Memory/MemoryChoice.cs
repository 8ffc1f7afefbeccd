namespace Parley.Chat.Memory;

/// <summary>
/// Which memories a model is told, best first, within a budget. Pure. Relevance is the full-text rank BM25 (Robertson and Zaragoza, 2009) of what was said in the memories; recency decides
/// where words do not, so that what was never spoken of is told too while there is room.
/// </summary>
internal static class MemoryChoice
{
    /// <summary>The usual parameters of BM25: how soon repeated words stop counting, and how much long texts are discounted.</summary>
    private const double Saturation = 1.2, Length = 0.75;

    /// <summary>A memory of today counts as much more than an old one as a third of a good word; half of it is gone after so many days.</summary>
    private const double RecencyWeight = 0.5, HalfLifeDays = 30;

    public static List<MemoryCandidate> Choose(IReadOnlyList<MemoryCandidate> all, string said, long budget, DateTimeOffset now)
    {
        var words = all.Select(m => MemoryWords.Of(m.Text)).ToList();
        var ranks = Ranks(words, MemoryWords.Of(said).ToHashSet(StringComparer.Ordinal));
        List<MemoryCandidate> chosen = [];
        foreach (var (memory, _) in all.Select((m, i) => (Memory: m, Rank: ranks[i] + Recency(m.At, now))).OrderByDescending(m => m.Rank).ThenByDescending(m => m.Memory.Id))
        {
            if (memory.Tokens > budget) continue;
            budget -= memory.Tokens;
            chosen.Add(memory);
        }

        return chosen;
    }

    private static double[] Ranks(List<List<string>> texts, HashSet<string> asked)
    {
        var ranks = new double[texts.Count];
        var average = texts.Count == 0 ? 0 : texts.Average(t => t.Count);
        foreach (var word in asked)
        {
            var counts = texts.ConvertAll(t => t.Count(w => w == word));
            var with = counts.Count(c => c > 0);
            if (with == 0) continue;
            var rarity = Math.Log(1 + ((texts.Count - with + 0.5) / (with + 0.5)));
            for (var i = 0; i < ranks.Length; i++)
                if (counts[i] > 0) ranks[i] += rarity * counts[i] * (Saturation + 1) / (counts[i] + (Saturation * (1 - Length + (Length * texts[i].Count / average))));
        }

        return ranks;
    }

    private static double Recency(DateTimeOffset at, DateTimeOffset now) => RecencyWeight * Math.Pow(2, -Math.Max(0, (now - at).TotalDays) / HalfLifeDays);
}
