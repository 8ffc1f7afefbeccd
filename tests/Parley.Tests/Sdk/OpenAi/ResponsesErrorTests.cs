using System.ClientModel;
using OpenAI.Responses;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class ResponsesErrorTests(SdkStage stage)
{
    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Each_status_reaches_the_client(string kind, bool streamed)
    {
        foreach (var (words, status) in new[] { ("err400", 400), ("err404", 404), ("err429-ra7", 429) })
        {
            var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(kind, words, streamed));
            Assert.Equal(status, error.Status);
            Assert.Contains("simulated status", error.Message, StringComparison.Ordinal);
            Assert.Equal(status == 429 ? "7" : null, error.GetRawResponse()!.Headers.TryGetValue("retry-after", out var seconds) ? seconds : null);
        }

        foreach (var words in new[] { "err500", "err529", "errinside200" })
            Assert.InRange((await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(kind, words, streamed))).Status, 500, 599);
    }

    [Fact]
    public async Task A_wrong_key_is_401_and_an_unknown_model_404()
    {
        var question = Responding.Question("no-such-model", "hi");
        Assert.Equal(401, (await Assert.ThrowsAsync<ClientResultException>(() => stage.Responses("ply_wrong").AskAsync(false, question))).Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => stage.Responses().AskAsync(true, question))).Status);
    }

    [Theory, MemberData(nameof(SdkTests.Cuts), MemberType = typeof(SdkTests))]
    public async Task A_cut_stream_says_so_after_what_came_before(string kind, string words)
    {
        List<StreamingResponseUpdate> updates = [];
        var question = Responding.Question(SdkStage.Model(kind, words), "hi");
        question.StreamingEnabled = true;
        await foreach (var update in await stage.Responses().CreateResponseStreamingAsync(question)) updates.Add(update);
        Assert.Equal(" lorem ipsum", string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta)));
        Assert.Contains(updates, update => update is StreamingResponseErrorUpdate or StreamingResponseFailedUpdate);
        // The .NET SDK reads the flat form only; the simulated vendor has the other one.
        if (kind != "responses") Assert.All(updates.OfType<StreamingResponseErrorUpdate>(), error => Assert.False(string.IsNullOrEmpty(error.Message) || string.IsNullOrEmpty(error.Code)));
        Assert.DoesNotContain(updates, update => update is StreamingResponseCompletedUpdate or StreamingResponseIncompleteUpdate);
    }

    [Theory, MemberData(nameof(SdkTests.Leavings), MemberType = typeof(SdkTests))]
    public async Task A_client_that_leaves_closes_the_upstream_within_a_second(string kind, string words)
    {
        foreach (var streamed in new[] { true, false })
        {
            var before = stage.Simulator.Stats.ClientAborted;
            using var leave = stage.LeavingSoon();
            var question = Responding.Question(SdkStage.Model(kind, words), "hi");
            question.StreamingEnabled = streamed;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                if (streamed) await foreach (var _ in await stage.Responses().CreateResponseStreamingAsync(question, leave.Token)) { }
                else await stage.Responses().CreateResponseAsync(question, leave.Token);
            });
            Assert.InRange(await stage.UntilAbortedAsync(before), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }
    }

    private Task<ResponseResult> AskAsync(string kind, string words, bool streamed) =>
        stage.Responses().AskAsync(streamed, Responding.Question(SdkStage.Model(kind, words), "hi"));
}
