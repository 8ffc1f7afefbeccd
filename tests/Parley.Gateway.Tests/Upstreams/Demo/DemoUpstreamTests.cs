using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Demo;

namespace Parley.Gateway.Tests.Upstreams.Demo;

public sealed class DemoUpstreamTests
{
    [Fact]
    public async Task The_first_sentence_says_that_it_is_a_demonstration()
    {
        await using var answer = await Ask("""{"model":"demo","messages":[{"role":"user","content":"hello"}]}""");
        var text = "";
        while (await answer.MoveNextAsync(default))
            foreach (var item in answer.Events.Events) text += item.Text.ToString();
        Assert.Contains("demonstration", text.Split('.')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_mean_nothing_to_it_are_named()
    {
        await using var answer = await Ask("""{"model":"demo","logit_bias":{"1":2},"messages":[{"role":"user","content":"hello"}]}""");
        Assert.Contains("logit_bias", answer.Dropped);
    }

    [Fact]
    public async Task It_keeps_to_the_callers_limit()
    {
        await using var answer = await Ask("""{"model":"demo","max_tokens":3,"messages":[{"role":"user","content":"hello"}]}""");
        var finish = FinishReason.Stop;
        while (await answer.MoveNextAsync(default))
            foreach (var item in answer.Events.Events) finish = item.Kind == LlmEventKind.Finished ? item.Finish : finish;
        Assert.Equal(FinishReason.Length, finish);
    }

    [Fact]
    public async Task A_stream_that_is_not_done_when_the_process_must_end_says_so()
    {
        using var drain = new Drain(TimeProvider.System);
        await using var answer = await Ask("""{"model":"demo","stream":true,"messages":[{"role":"user","content":"hello"}]}""", drain);
        Assert.True(await answer.MoveNextAsync(default));
        drain.EndAfter(TimeSpan.FromMilliseconds(100));
        var steps = 0;
        LlmEvent last = default;
        for (; await answer.MoveNextAsync(default); steps++) last = answer.Events.Events[^1];
        Assert.InRange(steps, 1, 20);
        Assert.Equal((LlmEventKind.Failed, FaultKind.Unavailable), (last.Kind, last.Fault!.Kind));
    }

    private static ValueTask<LlmAnswer> Ask(string body, Drain? drain = null)
    {
        var plain = Requests.Of(body);
        var request = new LlmRequest
        {
            Id = plain.Id, At = plain.At, Started = plain.Started, Format = plain.Format, Operation = plain.Operation, Caller = plain.Caller,
            Body = plain.Body, Envelope = plain.Envelope,
            ReadPrompt = r => new OpenAiChatDialect().ReadRequest(JsonElement.Parse(r.Body.Span)),
        };
        return new DemoUpstream(drain ?? new Drain(TimeProvider.System), TimeProvider.System).SendAsync(request, Requests.Target("demo", "demo"), default);
    }
}
