using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
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

    private static ValueTask<LlmAnswer> Ask(string body)
    {
        var plain = Requests.Of(body);
        var request = new LlmRequest
        {
            Id = plain.Id, At = plain.At, Started = plain.Started, Format = plain.Format, Operation = plain.Operation, Caller = plain.Caller,
            Body = plain.Body, Envelope = plain.Envelope,
            ReadPrompt = r => new OpenAiChatDialect().ReadRequest(JsonElement.Parse(r.Body.Span)),
        };
        return new DemoUpstream(TimeProvider.System).SendAsync(request, Requests.Target("demo", "demo"), default);
    }
}
