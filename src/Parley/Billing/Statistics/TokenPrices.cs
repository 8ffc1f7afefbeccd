using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>Prices of a million tokens in US dollars, by the catalogue; null where unknown.</summary>
internal sealed record TokenPrices(decimal? Input, decimal? Output, decimal? CacheRead = null, decimal? CacheWrite5m = null, decimal? CacheWrite1h = null)
{
    public const string Currency = "USD";

    private const decimal Million = 1_000_000;

    public static TokenPrices Unknown { get; } = new(null, null);

    public static TokenPrices Free { get; } = new(0, 0, 0, 0, 0);

    public static TokenPrices Of(UpstreamTarget target) => new(target.InputPrice, target.OutputPrice, target.CacheReadPrice, target.CacheWritePrice);

    /// <summary>
    /// What the tokens cost. No cost where a single token of them has no known price: the names of those buckets are told instead.
    /// Reasoning is sold at the price of output.
    /// </summary>
    public (decimal? Cost, IReadOnlyList<string> Unpriced) Rate(TokenSums tokens)
    {
        var cost = 0m;
        List<string> unpriced = [];
        void Add(long count, decimal? price, string name)
        {
            if (count == 0) return;
            if (price is { } known) cost += count * known / Million;
            else unpriced.Add(name);
        }

        Add(tokens.Input, Input, "input");
        Add(tokens.CacheRead, CacheRead, "cacheRead");
        Add(tokens.CacheWrite5m, CacheWrite5m, "cacheWrite5m");
        Add(tokens.CacheWrite1h, CacheWrite1h, "cacheWrite1h");
        Add(tokens.Output, Output, "output");
        Add(tokens.Reasoning, Output, "reasoning");
        Add(tokens.InputAudio, null, "inputAudio");
        Add(tokens.OutputAudio, null, "outputAudio");
        Add(tokens.InputImage, null, "inputImage");
        Add(tokens.OutputImage, null, "outputImage");
        Add(tokens.Images, null, "images");
        Add(tokens.AudioMilliseconds, null, "audioMilliseconds");
        Add(tokens.Characters, null, "characters");
        // Nothing was used: it cost nothing only where it is known to cost something otherwise.
        return unpriced.Count > 0 || Input is null && Output is null ? (null, unpriced) : (cost, unpriced);
    }
}
