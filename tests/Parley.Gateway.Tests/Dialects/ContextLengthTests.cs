using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>Agents shorten a conversation when its vendor's words say that it is too long; so they must be those of the vendor that they know.</summary>
public sealed class ContextLengthTests
{
    private const string OpenAi = "Your input exceeds the context window of this model. Please adjust your input and try again.";
    private const string Anthropic = "prompt is too long: 205000 tokens > 200000 maximum";
    private const string Google = "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).";

    public static TheoryData<string, string> Refusals => new()
    {
        { $$$"""{"error":{"message":"{{{OpenAi}}}","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""", OpenAi },
        { $$$"""{"error":{"message":"Too much.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", "Too much." },
        { $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{Anthropic}}}"},"request_id":"req_v"}""", Anthropic },
        { $$$"""{"error":{"code":400,"message":"{{{Google}}}","status":"INVALID_ARGUMENT"}}""", Google },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void A_vendors_refusal_is_told_in_each_formats_words(string body, string message)
    {
        foreach (var fault in new[] { UpstreamErrors.Read(400, Encoding.UTF8.GetBytes(body), null), UpstreamErrors.ReadFrame(Encoding.UTF8.GetBytes(body)) })
        {
            Assert.Equal((FaultKind.InvalidRequest, 400, true, message), (fault.Kind, fault.Status, fault.ExceedsContext, fault.Message));
            foreach (var dialect in new IDialect[] { new OpenAiChatDialect(), new OpenAiResponsesDialect() })
            {
                var error = Error(dialect, fault);
                Assert.Equal(("context_length_exceeded", message, "invalid_request_error"), (Text(error, "code"), Text(error, "message"), Text(error, "type")));
            }

            var told = Error(new AnthropicDialect(), fault);
            Assert.Equal((message == Anthropic ? Anthropic : "prompt is too long: " + message, "invalid_request_error"), (Text(told, "message"), Text(told, "type")));
        }
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"Unknown parameter: 'foo'.","code":"unknown_parameter"}}""")]
    [InlineData(413, """{"error":{"message":"Request exceeds the maximum size"}}""")]
    [InlineData(429, """{"error":{"message":"Too many tokens per minute","code":"rate_limit_exceeded"}}""")]
    [InlineData(500, """{"error":{"message":"context length"}}""")]
    public void Other_refusals_keep_their_own(int status, string body)
    {
        var fault = UpstreamErrors.Read(status, Encoding.UTF8.GetBytes(body), null);
        Assert.False(fault.ExceedsContext);
        Assert.NotEqual("context_length_exceeded", Text(Error(new OpenAiChatDialect(), fault), "code"));
        Assert.Equal(fault.Message, Text(Error(new AnthropicDialect(), fault), "message"));
    }

    /// <summary>The error event, and the response that failed.</summary>
    [Fact]
    public void A_responses_stream_says_it_in_both_places()
    {
        var writer = new OpenAiResponsesDialect().CreateStreamWriter(new AnswerIdentity("req_1", "m", DateTimeOffset.UnixEpoch), includeUsage: false);
        var output = new ArrayBufferWriter<byte>();
        writer.Write(new LlmEvent { Kind = LlmEventKind.Started }, output);
        output.ResetWrittenCount();
        writer.Write(new LlmEvent { Kind = LlmEventKind.Failed, Fault = UpstreamErrors.ReadFrame(Encoding.UTF8.GetBytes(Refusals.Last().Data.Item1)) }, output);
        var frames = Golden.Frames(Encoding.UTF8.GetString(output.WrittenSpan)).Select(f => JsonElement.Parse(f.Data)).ToList();
        Assert.Equal(["error", "response.failed"], frames.Select(f => Text(f, "type")));
        Assert.Equal(("context_length_exceeded", "context_length_exceeded"), (Text(frames[0], "code"), Text(frames[1].GetProperty("response").GetProperty("error"), "code")));
    }

    private static JsonElement Error(IDialect dialect, GatewayFault fault)
    {
        var output = new ArrayBufferWriter<byte>();
        dialect.WriteError(fault, "req_1", output);
        return JsonElement.Parse(output.WrittenSpan).GetProperty("error");
    }

    private static string? Text(JsonElement holder, string name) => holder.GetProperty(name).GetString();
}
