namespace Parley.Chat.Memory;

/// <summary>How much memories matter for what was said. Pure.</summary>
internal static class MemoryRanks
{
    /// <summary>The usual parameters of BM25: how soon repeated words stop counting, and how much long texts are discounted.</summary>
    private const double Saturation = 1.2, Length = 0.75;

    /// <summary>The memory that is nearest in meaning counts as much as one with two good words.</summary>
    private const double Nearest = 3;

    /// <summary>The full-text rank BM25 (Robertson and Zaragoza, 2009): 0 for no word in common, about 1.5 for a good word.</summary>
    public static double[] ByWords(IReadOnlyList<MemoryCandidate> all, string said)
    {
        var texts = all.Select(m => MemoryWords.Of(m.Text)).ToList();
        var ranks = new double[texts.Count];
        var average = texts.Count == 0 ? 0 : texts.Average(t => t.Count);
        foreach (var word in MemoryWords.Of(said).ToHashSet(StringComparer.Ordinal))
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

    /// <summary>By likeness, from the farthest at 0 to the nearest: models differ in where their cosines lie. What has none yet keeps its rank by words.</summary>
    public static double[] ByMeaning(IReadOnlyList<double?> likeness, IReadOnlyList<double> byWords)
    {
        var (least, most) = (likeness.Min() ?? 0, likeness.Max() ?? 0);
        return [.. likeness.Select((like, i) => like is not { } known ? byWords[i] : most > least ? Nearest * (known - least) / (most - least) : Nearest)];
    }
}
