using System.Text.Json.Nodes;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Http;

/// <summary>Agents shorten a conversation by its usage: where the vendor does not tell it, what is written anew has the estimate of the books. The estimator
/// of the stage counts words.</summary>
public sealed class UnknownUsageTests(Stage stage) : IClassFixture<Stage>
{
    private const string Whole = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"One two three"},"finish_reason":"stop"}]}""";
    private const string Streamed = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"One two three\"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    [Theory]
    [InlineData(WireFormat.Messages, false), InlineData(WireFormat.Messages, true)]
    [InlineData(WireFormat.Responses, false), InlineData(WireFormat.Responses, true)]
    public async Task What_is_written_anew_has_the_estimate(WireFormat client, bool stream)
    {
        var seen = await stage.AskAsync(client, Asking.Body(client, WireFormat.Chat, stream), new Reply(200, stream ? Streamed : Whole, stream));
        var usage = (stream ? Fold.Of(client, seen.Answer) : JsonNode.Parse(seen.Answer))!["usage"]!;
        // Two words and what frames a message cost.
        Assert.Equal((6, 3), (usage["input_tokens"]!.GetValue<int>(), usage["output_tokens"]!.GetValue<int>()));
        // A stream's headers are gone by the time that it is known.
        Assert.Equal(!stream, seen.Headers.Contains("x-parley-estimated"));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task What_passes_is_left_as_it_is(bool stream)
    {
        var answer = stream ? Streamed : Whole;
        var seen = await stage.AskAsync(WireFormat.Chat, Asking.Body(WireFormat.Chat, WireFormat.Chat, stream), new Reply(200, answer, stream));
        Assert.Equal((answer, false), (seen.Answer, seen.Headers.Contains("x-parley-estimated")));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Reported_usage_is_told_as_it_was(bool stream)
    {
        const string Usage = "\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":7,\"total_tokens\":77}";
        var answer = stream ? Streamed.Replace("data: [DONE]", $"data: {{\"id\":\"c1\",\"choices\":[],{Usage}}}\n\ndata: [DONE]", StringComparison.Ordinal) : Whole[..^1] + "," + Usage + "}";
        var seen = await stage.AskAsync(WireFormat.Messages, Asking.Body(WireFormat.Messages, WireFormat.Chat, stream), new Reply(200, answer, stream));
        var usage = (stream ? Fold.Of(WireFormat.Messages, seen.Answer) : JsonNode.Parse(seen.Answer))!["usage"]!;
        Assert.Equal((70, 7, false), (usage["input_tokens"]!.GetValue<int>(), usage["output_tokens"]!.GetValue<int>(), seen.Headers.Contains("x-parley-estimated")));
    }

    /// <summary>A chat client that asked for usage gets its chunk; where nobody can tell, it is unknown, and not nothing.</summary>
    [Fact]
    public async Task A_chat_client_gets_it_too()
    {
        const string Message = """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"One two three"}],"stop_reason":"end_turn","stop_sequence":null}""";
        var seen = await stage.AskAsync(WireFormat.Chat, Asking.Body(WireFormat.Chat, WireFormat.Messages, stream: false), new Reply(200, Message));
        var usage = JsonNode.Parse(seen.Answer)!["usage"]!;
        Assert.Equal((6, 3), (usage["prompt_tokens"]!.GetValue<int>(), usage["completion_tokens"]!.GetValue<int>()));
    }
}
