using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Chat.Generations;

/// <summary>What an answer cost, as far as the catalogue knows: for people to see at once. The ledger's word is the one that counts.</summary>
internal static class AnswerCost
{
    private const decimal Million = 1_000_000m;

    /// <summary>US dollars; null where a price that is needed is not known.</summary>
    public static decimal? Of(UpstreamTarget? target, Usage? usage)
    {
        if (target is not { InputPrice: { } input, OutputPrice: { } output } || usage is null) return null;
        var written = usage.CacheWrite5m + usage.CacheWrite1h;
        var read = target.CacheReadPrice ?? input;
        var cost = input * (usage.PromptTokens - usage.CacheRead - written) + read * usage.CacheRead + (target.CacheWritePrice ?? input) * written + output * usage.CompletionTokens;
        return decimal.Round(cost / Million, 9);
    }
}
