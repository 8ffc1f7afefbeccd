using Anthropic.Exceptions;

namespace Parley.Tests.Sdk.Anthropic;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class AnthropicErrorTests(SdkStage stage)
{
    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Each_status_has_its_exception(string kind, bool streamed)
    {
        await Assert.ThrowsAsync<AnthropicBadRequestException>(() => AskAsync(kind, "err400", streamed));
        await Assert.ThrowsAsync<AnthropicNotFoundException>(() => AskAsync(kind, "err404", streamed));
        var limited = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => AskAsync(kind, "err429-ra7", streamed));
        Assert.Contains("rate_limit_error", limited.ResponseBody);
        Assert.Contains("simulated status 429", limited.ResponseBody);
        await Assert.ThrowsAsync<AnthropicOverloadedException>(() => AskAsync(kind, "err529", streamed));
        foreach (var words in new[] { "err500", "errinside200" })
            await Assert.ThrowsAsync<Anthropic5xxException>(() => AskAsync(kind, words, streamed));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_key_at_its_limit_is_a_rate_limit_exception(string kind, bool streamed)
    {
        var question = Asking.Question(SdkStage.Model(kind, "n3"), "hi");
        var limited = await Assert.ThrowsAsync<AnthropicRateLimitException>(async () => await stage.Anthropic(await stage.SpentAsync()).AskAsync(streamed, question));
        Assert.Contains("rate_limit_error", limited.ResponseBody);
        Assert.Contains("1 requests a minute", limited.ResponseBody);
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized_and_an_unknown_model_not_found()
    {
        var question = Asking.Question("no-such-model", "hi");
        await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => stage.Anthropic("ply_wrong").AskAsync(false, question));
        var unknown = await Assert.ThrowsAsync<AnthropicNotFoundException>(() => stage.Anthropic().AskAsync(true, question));
        Assert.Contains("not_found_error", unknown.ResponseBody);
    }

    [Theory, MemberData(nameof(SdkTests.Cuts), MemberType = typeof(SdkTests))]
    public async Task A_cut_stream_raises_after_what_came_before(string kind, string words)
    {
        var seen = "";
        await Assert.ThrowsAnyAsync<AnthropicException>(async () =>
        {
            await foreach (var streamed in stage.Anthropic().Messages.CreateStreaming(Asking.Question(SdkStage.Model(kind, words), "hi")))
                if (streamed.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text)) seen += text.Text;
        });
        Assert.Equal(" lorem ipsum", seen);
    }

    [Theory, MemberData(nameof(SdkTests.Leavings), MemberType = typeof(SdkTests))]
    public async Task A_client_that_leaves_closes_the_upstream_within_a_second(string kind, string words)
    {
        var before = stage.Simulator.Stats.ClientAborted;
        using var leave = stage.LeavingSoon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in stage.Anthropic().Messages.CreateStreaming(Asking.Question(SdkStage.Model(kind, words), "hi"), leave.Token)) { }
        });
        Assert.InRange(await stage.UntilAbortedAsync(before), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private Task AskAsync(string kind, string words, bool streamed) =>
        stage.Anthropic().AskAsync(streamed, Asking.Question(SdkStage.Model(kind, words), "hi"));
}
