using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Dialects.Pairs;

/// <summary>Log probabilities between chat and Responses: how they are asked for, and that each token's arrives once, with its piece of the text.</summary>
public sealed class LogprobsTests
{
    private const string Hel = """{"token":"Hel","logprob":-0.25,"bytes":[72,101,108],"top_logprobs":[{"token":"Hel","logprob":-0.25,"bytes":[72,101,108]},{"token":" \"H","logprob":-2.5,"bytes":null}]}""";
    private const string Half = """{"token":"\\xf0\\x9f","logprob":-1,"bytes":[240,159],"top_logprobs":[]}""";
    private const string Lo = """{"token":"lo","logprob":-0.5,"bytes":[108,111],"top_logprobs":[]}""";
    private const string Openai = "https://api.openai.com/v1";

    private static readonly OpenAiChatDialect Chat = new();
    private static readonly OpenAiResponsesDialect Responses = new();

    private static readonly string ChatStream = Frames(
        ChatFrame("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "{\"content\":[],\"refusal\":null}"),
        ChatFrame("{\"content\":\"Hel\"}", $"{{\"content\":[ {Hel} ],\"refusal\":null}}"),
        ChatFrame("{\"content\":\"\"}", $"{{\"content\":[{Half}],\"refusal\":null}}"),
        ChatFrame("{\"content\":\"lo\"}", $"{{\"content\":[{Lo}],\"refusal\":null}}"),
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""") + "data: [DONE]\n\n";

    private const string ChatBody = $$"""
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},
        "logprobs":{"content":[
          {{Hel}},
          {{Half}},{{Lo}}
        ],"refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3} }
        """;

    [Fact]
    public void A_chat_answer_reaches_a_client_of_Responses()
    {
        var stream = Write(Responses.CreateStreamWriter(Identity, true), Read(Chat.CreateStreamReader(), ChatStream));
        StreamLaws.Assert(stream);
        var frames = Golden.Frames(stream).Select(f => JsonNode.Parse(f.Data)!).ToList();
        Same([Hel, Half, Lo], frames.Where(f => f["type"]!.ToString() == "response.output_text.delta").SelectMany(f => f["logprobs"]!.AsArray()));
        Same([Hel, Half, Lo], frames.Single(f => f["type"]!.ToString() == "response.output_text.done")["logprobs"]!.AsArray());
        Same([Hel, Half, Lo], frames.Single(f => f["type"]!.ToString() == "response.content_part.done")["part"]!["logprobs"]!.AsArray());
        Same([Hel, Half, Lo], frames[^1]["response"]!["output"]![0]!["content"]![0]!["logprobs"]!.AsArray());
        var whole = JsonNode.Parse(Write(Responses.CreateWholeWriter(Identity), Read(Chat.CreateWholeReader(), ChatBody)))!;
        Same([Hel, Half, Lo], whole["output"]![0]!["content"]![0]!["logprobs"]!.AsArray());
        StreamLaws.Assert(Write(Responses.CreateStreamWriter(Identity, true), Read(Chat.CreateWholeReader(), ChatBody))); // lines of the body are none of the stream
    }

    [Fact]
    public void A_response_reaches_a_client_of_chat()
    {
        var answer = Write(Responses.CreateStreamWriter(Identity, true), Read(Chat.CreateStreamReader(), ChatStream));
        foreach (var upstream in new[] { answer, WithoutDeltas(answer) })
        {
            var choices = Golden.Frames(Write(Chat.CreateStreamWriter(Identity, false), Read(Responses.CreateStreamReader(), upstream))).Where(f => f.Data is [(byte)'{', ..]).Select(f => JsonNode.Parse(f.Data)!["choices"]![0]!).ToList();
            Same([Hel, Half, Lo], choices.Where(c => c["logprobs"] is not null).SelectMany(c => c["logprobs"]!["content"]!.AsArray()));
            Assert.Equal("Hello", string.Concat(choices.Select(c => c["delta"]!["content"]?.ToString())));
        }

        var whole = JsonNode.Parse(Write(Chat.CreateWholeWriter(Identity), Read(Responses.CreateStreamReader(), answer)))!["choices"]![0]!;
        Same([Hel, Half, Lo], whole["logprobs"]!["content"]!.AsArray());
        Assert.True(whole["logprobs"]!.AsObject().ContainsKey("refusal"));
    }

    [Fact]
    public void Those_of_a_refusal_stay_with_it()
    {
        var stream = Frames(ChatFrame("{\"refusal\":\"No\"}", $"{{\"content\":null,\"refusal\":[{Lo}]}}"), """{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        var events = Read(Chat.CreateStreamReader(), stream);
        var whole = JsonNode.Parse(Write(Chat.CreateWholeWriter(Identity), events))!["choices"]![0]!["logprobs"]!;
        Same([Lo], whole["refusal"]!.AsArray());
        Assert.Null(whole["content"]);
        Assert.Contains($"\"logprobs\":{{\"content\":null,\"refusal\":[{Lo}]}}", Write(Chat.CreateStreamWriter(Identity, false), events), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_did_not_ask_gets_none()
    {
        var events = Read(Chat.CreateStreamReader(), Frames(ChatFrame("{\"content\":\"Hello\"}", "null"), """{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""));
        Assert.Null(JsonNode.Parse(Write(Chat.CreateWholeWriter(Identity), events))!["choices"]![0]!["logprobs"]);
        Assert.Empty(JsonNode.Parse(Write(Responses.CreateWholeWriter(Identity), events))!["output"]![0]!["content"]![0]!["logprobs"]!.AsArray());
    }

    [Theory]
    [InlineData("\"logprobs\":true,\"top_logprobs\":3", Openai, "gpt-4.1", "\"include\":[\"message.output_text.logprobs\"],\"top_logprobs\":3", "")]
    [InlineData("\"logprobs\":true", "http://127.0.0.1:8000/v1", "m", "\"include\":[\"message.output_text.logprobs\"]", "")]
    [InlineData("\"logprobs\":true,\"top_logprobs\":2", Openai, "o3", null, "logprobs, top_logprobs")] // refuses to be asked
    [InlineData("\"logprobs\":false,\"top_logprobs\":0", Openai, "gpt-4.1", null, "")]
    public void Chat_asks_Responses(string asked, string baseUrl, string model, string? sent, string dropped) =>
        Told(Ask(Chat, $$"""{"messages":[{"role":"user","content":"Hi"}],{{asked}}}""", Responses, baseUrl, model), sent, dropped);

    [Theory]
    [InlineData("\"include\":[\"message.output_text.logprobs\"],\"top_logprobs\":3", Openai, "\"logprobs\":true,\"top_logprobs\":3", "")]
    [InlineData("\"include\":[\"message.output_text.logprobs\",\"reasoning.encrypted_content\"]", "http://127.0.0.1:8000/v1", "\"logprobs\":true", "include")]
    [InlineData("\"include\":[\"message.output_text.logprobs\"],\"top_logprobs\":3", "https://api.mistral.ai/v1", null, "include, top_logprobs")] // refuses what it does not know
    [InlineData("\"top_logprobs\":3", Openai, null, "top_logprobs")]
    public void Responses_asks_chat(string asked, string baseUrl, string? sent, string dropped) =>
        Told(Ask(Responses, $$"""{"input":"Hi",{{asked}}}""", Chat, baseUrl, "gpt-4.1"), sent, dropped);

    [Fact]
    public void Vendors_without_them_are_not_asked()
    {
        const string Asked = """{"messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":2}""";
        Told(Ask(Chat, Asked, new AnthropicDialect(), "https://api.anthropic.com", "claude-haiku-4-5"), null, "logprobs, top_logprobs");
        Told(Ask(Chat, Asked, new GeminiDialect(), "https://generativelanguage.googleapis.com", "gemini-2.5-flash"), null, "logprobs, top_logprobs");
    }

    [Fact]
    public void More_than_twenty_are_refused() =>
        Assert.Equal("top_logprobs", Assert.Throws<GatewayFaultException>(() => Ask(Chat, """{"messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":21}""", Responses, Openai, "m")).Fault.Param);

    private static AnswerIdentity Identity { get; } = new("req_01abc", "asked-model", DateTimeOffset.FromUnixTimeSeconds(1700000000));

    private static (string Sent, string Dropped) Ask(IDialect client, string body, IUpstreamDialect upstream, string baseUrl, string model)
    {
        using var document = JsonDocument.Parse(body);
        var output = new ArrayBufferWriter<byte>();
        var dropped = upstream.WriteRequest(client.ReadRequest(document.RootElement), new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "x", BaseUrl = new Uri(baseUrl) }, model), stream: true, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), string.Join(", ", dropped));
    }

    private static void Told((string Sent, string Dropped) told, string? sent, string dropped)
    {
        Assert.Equal(dropped, told.Dropped);
        if (sent is null) Assert.DoesNotContain("logprobs", told.Sent, StringComparison.Ordinal);
        else Assert.Contains(sent, told.Sent, StringComparison.Ordinal);
    }

    private static EventBatch Read(IAnswerReader reader, string answer)
    {
        var events = new EventBatch();
        if (answer.StartsWith('{')) reader.Read(default, Encoding.UTF8.GetBytes(answer), events);
        else foreach (var (type, data) in Golden.Frames(answer)) reader.Read(type, data, events);
        reader.End(events);
        return events;
    }

    private static string Write(IAnswerWriter writer, EventBatch events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in events.Events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string WithoutDeltas(string stream) =>
        string.Concat(Golden.Frames(stream).Where(f => !Encoding.UTF8.GetString(f.Data).Contains("output_text.delta", StringComparison.Ordinal)).Select(f => $"data: {Encoding.UTF8.GetString(f.Data)}\n\n"));

    private static string ChatFrame(string delta, string logprobs) =>
        $$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"logprobs":{{logprobs}},"finish_reason":null}]}""";

    private static string Frames(params string[] frames) => string.Concat(frames.Select(f => $"data: {f}\n\n"));

    private static void Same(string[] tokens, IEnumerable<JsonNode?> found) => Assert.Equal(tokens.Select(t => JsonNode.Parse(t)!.ToJsonString()), found.Select(n => n!.ToJsonString()));
}
