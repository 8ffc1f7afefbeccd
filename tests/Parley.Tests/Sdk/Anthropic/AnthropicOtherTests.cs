using Anthropic.Models.Messages;

namespace Parley.Tests.Sdk.Anthropic;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class AnthropicOtherTests(SdkStage stage)
{
    [Theory, InlineData("messages"), InlineData("gemini")]
    public async Task Tokens_are_counted_by_an_upstream_that_can(string kind) =>
        Assert.Equal(40, (await CountAsync(kind, "pt40-ct10-n7")).InputTokens);

    [Fact]
    public async Task Tokens_are_estimated_for_an_upstream_that_cannot_count() =>
        Assert.InRange((await CountAsync("chat", "n3")).InputTokens, 8, 40);

    [Fact]
    public async Task Models_of_all_providers_are_listed_and_found()
    {
        var ids = new List<string>();
        var page = await stage.Anthropic().Models.List();
        for (; ; page = await page.Next())
        {
            ids.AddRange(page.Items.Select(m => m.ID));
            if (!page.HasNext()) break;
        }

        foreach (var kind in SdkTests.Upstreams) Assert.Contains(SdkStage.Model(kind, "n3"), ids);
        Assert.Equal(SdkStage.Model("chat", "n3"), (await stage.Anthropic().Models.Retrieve(SdkStage.Model("chat", "n3"))).ID);
    }

    private Task<MessageTokensCount> CountAsync(string kind, string words) => stage.Anthropic().Messages.CountTokens(new()
    {
        Model = SdkStage.Model(kind, words),
        System = "Be brief.",
        Messages = [new UserMessageParam { Content = "How many tokens are in this sentence, roughly?" }],
    });
}
