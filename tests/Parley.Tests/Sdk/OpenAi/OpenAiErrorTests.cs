using System.ClientModel;
using OpenAI.Chat;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class OpenAiErrorTests(SdkStage stage)
{
    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Refusals_of_the_upstream_keep_their_status(string kind, bool streamed)
    {
        foreach (var (words, status) in new[] { ("err400", 400), ("err404", 404), ("err429-ra7", 429) })
        {
            var error = await Assert.ThrowsAsync<ClientResultException>(() => Told.AskAsync(stage.Chat(kind, words), streamed, "hi"));
            Assert.Equal(status, error.Status);
            Assert.Contains("simulated status", error.Message);
        }
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Retry_after_reaches_the_client(string kind, bool streamed)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Told.AskAsync(stage.Chat(kind, "err429-ra7"), streamed, "hi"));
        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var seconds));
        Assert.Equal("7", seconds);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_key_at_its_limit_is_told_when_to_come_back(string kind, bool streamed)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(async () => await Told.AskAsync(stage.Chat(kind, "n3", await stage.SpentAsync()), streamed, "hi"));
        Assert.Equal(429, error.Status);
        Assert.Contains("1 requests a minute", error.Message);
        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var seconds));
        Assert.InRange(int.Parse(seconds!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.True(error.GetRawResponse()!.Headers.TryGetValue("x-ratelimit-remaining-requests", out var left));
        Assert.Equal("0", left);
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Trouble_of_the_upstream_is_trouble_of_the_server(string kind, bool streamed)
    {
        foreach (var words in new[] { "err500", "err529", "errinside200" })
            Assert.InRange((await Assert.ThrowsAsync<ClientResultException>(() => Told.AskAsync(stage.Chat(kind, words), streamed, "hi"))).Status, 500, 599);
    }

    [Fact]
    public async Task A_wrong_key_is_401_even_for_an_unknown_model()
    {
        Assert.Equal(401, (await Assert.ThrowsAsync<ClientResultException>(() => Told.AskAsync(stage.Chat("chat", "n3", "ply_wrong"), false, "hi"))).Status);
        Assert.Equal(401, (await Assert.ThrowsAsync<ClientResultException>(() => Told.AskAsync(stage.ChatUnknown("no-such-model", "sk-wrong"), true, "hi"))).Status);
    }

    [Fact]
    public async Task An_unknown_model_is_404()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Told.AskAsync(stage.ChatUnknown("no-such-model"), false, "hi"));
        Assert.Equal(404, error.Status);
        Assert.Contains("no-such-model", error.Message);
    }

    [Theory, MemberData(nameof(SdkTests.Cuts), MemberType = typeof(SdkTests))]
    public async Task A_cut_stream_has_no_finish_after_what_came_before(string kind, string words)
    {
        var seen = "";
        var finished = false;
        // Version 2.15 of the SDK passes over error events. What it cannot hide is that there was no finish reason: a clean end has one.
        await foreach (var update in stage.Chat(kind, words).CompleteChatStreamingAsync([new UserChatMessage("hi")]))
        {
            seen += string.Concat(update.ContentUpdate.Select(c => c.Text));
            finished |= update.FinishReason is not null;
        }

        Assert.False(finished, "the stream pretends to have ended well");
        Assert.Equal(" lorem ipsum", seen);
    }

    [Theory, MemberData(nameof(SdkTests.Leavings), MemberType = typeof(SdkTests))]
    public async Task A_client_that_leaves_closes_the_upstream_within_a_second(string kind, string words)
    {
        foreach (var streamed in new[] { true, false })
        {
            var before = stage.Simulator.Stats.ClientAborted;
            using var leave = stage.LeavingSoon();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                if (streamed) await foreach (var _ in stage.Chat(kind, words).CompleteChatStreamingAsync([new UserChatMessage("hi")], cancellationToken: leave.Token)) { }
                else await stage.Chat(kind, words).CompleteChatAsync([new UserChatMessage("hi")], cancellationToken: leave.Token);
            });
            Assert.InRange(await stage.UntilAbortedAsync(before), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }
    }
}
