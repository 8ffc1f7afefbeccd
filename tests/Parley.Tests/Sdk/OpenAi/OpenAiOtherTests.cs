namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class OpenAiOtherTests(SdkStage stage)
{
    [Fact]
    public async Task Embeddings_come_in_the_order_of_the_texts()
    {
        var client = stage.Embeddings();
        var both = (await client.GenerateEmbeddingsAsync(["first", "second"])).Value;
        var first = (await client.GenerateEmbeddingAsync("first")).Value;
        Assert.Equal(2, both.Count);
        Assert.Equal(first.ToFloats().ToArray(), both[0].ToFloats().ToArray());
        Assert.NotEqual(both[0].ToFloats().ToArray(), both[1].ToFloats().ToArray());
        Assert.True(both.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task Models_of_all_providers_are_listed_and_found()
    {
        var client = stage.OpenAiModels();
        var ids = (await client.GetModelsAsync()).Value.Select(m => m.Id).ToList();
        foreach (var kind in SdkTests.Upstreams) Assert.Contains(SdkStage.Model(kind, "n3"), ids);
        Assert.Equal(SdkStage.Model("messages", "n3"), (await client.GetModelAsync(SdkStage.Model("messages", "n3"))).Value.Id);
    }

    [Theory, MemberData(nameof(SdkTests.Kinds), MemberType = typeof(SdkTests))]
    public async Task The_upstream_gets_its_own_credential_never_the_callers(string kind)
    {
        await Told.AskAsync(stage.Chat(kind, "n3"), false, "hi");
        var request = stage.Simulator.LastRequest!;
        Assert.DoesNotContain(stage.Key, request.Raw);
        var (header, value) = kind switch
        {
            "messages" => ("x-api-key", "upstream-secret"),
            "gemini" => ("x-goog-api-key", "upstream-secret"),
            _ => ("authorization", "Bearer upstream-secret"),
        };
        Assert.Equal(value, request.Header(header));
    }
}
