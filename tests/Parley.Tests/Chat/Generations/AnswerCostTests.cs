using Parley.Chat.Generations;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Tests.Chat.Generations;

public sealed class AnswerCostTests
{
    private static readonly UpstreamTarget Priced = new(new UpstreamConfig { Name = "acme", Kind = "chat", BaseUrl = new Uri("https://acme.example") }, "big") { InputPrice = 3, OutputPrice = 15, CacheReadPrice = 0.3m, CacheWritePrice = 3.75m };

    [Fact]
    public void Every_kind_of_token_has_its_price() =>
        Assert.Equal((1000 * 3m + 2000 * 0.3m + 400 * 3.75m + 50 * 15m) / 1_000_000m, AnswerCost.Of(Priced, new Usage(Input: 1000, CacheRead: 2000, CacheWrite5m: 400, Output: 30, Reasoning: 20)));

    [Fact]
    public void Where_the_cache_has_no_price_its_tokens_cost_what_others_do() =>
        Assert.Equal(3m * 3000 / 1_000_000m, AnswerCost.Of(Priced with { CacheReadPrice = null }, new Usage(Input: 1000, CacheRead: 2000)));

    [Fact]
    public void What_is_not_known_is_not_guessed()
    {
        Assert.Null(AnswerCost.Of(Priced with { OutputPrice = null }, new Usage(Input: 1)));
        Assert.Null(AnswerCost.Of(Priced, null));
        Assert.Null(AnswerCost.Of(null, new Usage(Input: 1)));
    }
}
