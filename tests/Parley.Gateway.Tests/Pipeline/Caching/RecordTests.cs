using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Dialects;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Pipeline.Caching;

/// <summary>What is kept of an answer comes out as it went in: its bytes, and everything that its events say.</summary>
public sealed class RecordTests
{
    private const int Room = 64 * 1024 * 1024;

    private static readonly Dictionary<string, IUpstreamDialect> Dialects = new()
    {
        ["OpenAiChat"] = new OpenAiChatDialect(), ["Anthropic"] = new AnthropicDialect(), ["OpenAiResponses"] = new OpenAiResponsesDialect(), ["Gemini"] = new GeminiDialect(),
    };

    public static TheoryData<string, string> Answers()
    {
        var rows = new TheoryData<string, string>();
        foreach (var folder in Dialects.Keys)
            foreach (var name in new Golden(folder).Names(".sse").Where(n => !n.EndsWith(".written", StringComparison.Ordinal)))
                rows.Add(folder, name + ".sse");
        return rows;
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task A_stream_comes_out_as_it_went_in(string folder, string name)
    {
        using var drain = new Drain(TimeProvider.System);
        var target = Requests.Target("up-model");
        var request = Requests.Of("""{"model":"m","stream":true}""");
        request.Route = new Route("m", [target]);
        await using var answer = new StreamedAnswer(
            new AnswerFacts(target, Dialects[folder].Format, ["seed", "logit_bias"]), new HttpResponseMessage(), new CutStream(new Golden(folder).Bytes(name), [7, 100, 3]), Dialects[folder].CreateStreamReader(),
            new CallWatch(target.Upstream, TimeProvider.System, drain, CancellationToken.None));
        using var recording = new AnswerRecording(request, answer, Room);
        var passed = new StringBuilder();
        var isComplete = false;
        while (await answer.MoveNextAsync(TestContext.Current.CancellationToken))
        {
            recording.Take(answer);
            passed.Append(Shown(answer));
            isComplete |= answer.Events.Events is [.., { Kind: LlmEventKind.Completed }];
        }

        Assert.Equal(isComplete ? RecordingState.Complete : RecordingState.Failed, recording.State);
        if (!isComplete) return;
        var replay = new CachedAnswer(request, new CachedResponse("m", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, recording.ToRecord()));
        Assert.Equal((answer.Format, false, target, 0, true), (replay.Format, replay.IsWhole, replay.Target, replay.Attempts, replay.Cache.IsHit));
        Assert.Equal(["seed", "logit_bias"], replay.Dropped);
        for (var times = 0; times < 2; times++)
        {
            var given = new StringBuilder();
            while (await replay.MoveNextAsync(TestContext.Current.CancellationToken)) given.Append(Shown(replay));
            Assert.Equal(passed.ToString(), given.ToString());
            replay.Rewind();
        }
    }

    [Fact]
    public void Every_member_of_an_event_is_kept()
    {
        var raw = Encoding.UTF8.GetBytes("data: {\"text\":\"slice\"}\n\n").AsMemory();
        var step = new TestAnswer(raw,
            new() { Kind = LlmEventKind.Started, Id = JsonText.From("id-elsewhere"), Name = JsonText.FromEscaped(raw.Slice(15, 5)) },
            new() { Kind = LlmEventKind.BlockStarted, Block = 3, BlockKind = BlockKind.Opaque, Json = raw.Slice(6, 16) },
            new() { Kind = LlmEventKind.Citation, Block = -1, Citation = new Citation("u", null, "quoted", 0, null, int.MaxValue) },
            new() { Kind = LlmEventKind.Usage, Usage = new Usage(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, long.MaxValue), Json = Encoding.UTF8.GetBytes("{}") },
            new() { Kind = LlmEventKind.Finished, Finish = FinishReason.StopSequence, Text = JsonText.From("END") },
            new() { Kind = LlmEventKind.Completed });
        step.Events.IsUsageOnly = true;
        using var recording = new AnswerRecording(Requests.Of("""{"model":"m"}"""), step, Room);
        recording.Take(step);
        var replay = new CachedAnswer(Requests.Of("""{"model":"m"}"""), new CachedResponse("m", default, default, recording.ToRecord()));
        Assert.True(replay.Events.IsUsageOnly);
        Assert.Equal(step.Events.Events.Length, replay.Events.Events.Length);
        for (var i = 0; i < step.Events.Events.Length; i++) Assert.Equal(All(step.Events.Events[i]), All(replay.Events.Events[i]));
        // A slice of the frame stays one: what is read in a frame must be found in it.
        Assert.True(replay.Raw.Span.Overlaps(replay.Events.Events[0].Name.Escaped.Span));
    }

    [Fact]
    public void An_answer_that_is_longer_is_let_go_of()
    {
        var step = new TestAnswer(new byte[500], new LlmEvent { Kind = LlmEventKind.Finished }, new LlmEvent { Kind = LlmEventKind.Completed });
        using var recording = new AnswerRecording(Requests.Of("""{"model":"m"}"""), step, most: 400);
        recording.Take(step);
        Assert.Equal(RecordingState.TooLong, recording.State);
        Assert.Empty(recording.ToRecord());
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("01")]
    [InlineData("0100ff05")]
    [InlineData("01FFFFFFFFFFFFFFFFFFFFFFFF")]
    public void What_is_no_record_is_no_answer(string hex) => Assert.Null(new CachedResponse("m", default, DateTimeOffset.MaxValue, Convert.FromHexString(hex)).Head);

    private static string Shown(LlmAnswer answer) => $"{Encoding.UTF8.GetString(answer.Raw.Span)}|{EventDump.Of(answer.Events)}|{answer.Events.IsUsageOnly}\n";

    private static string All(in LlmEvent e) =>
        $"{e.Kind} {e.Block} {e.BlockKind} {e.Finish} {e.Text} {e.Id} {e.Name} {Encoding.UTF8.GetString(e.Json.Span)} {e.Usage} {e.Citation}";
}
