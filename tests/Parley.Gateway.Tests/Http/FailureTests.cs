using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Http;

/// <summary>A vendor's failure as its caller gets it: in the vendor's own bytes where both speak the same format and the answer has begun, in the caller's
/// format otherwise, and never a word about Parley's own account.</summary>
public sealed class FailureTests(Stage stage) : IClassFixture<Stage>
{
    private const string Whole = """{ "id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"Vendor text"},"incomplete_details":null,"output":[],"usage":null,"x_own":1 }""";
    private const string Secret = "Incorrect API key provided: sk-1234.";

    private const string ChatWord = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
    private const string MessagesWord = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\nevent: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n";
    private const string ResponsesWord = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":0,\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\"}\n\n";

    public static TheoryData<WireFormat, string> Streams => new()
    {
        { WireFormat.Chat, ChatWord + "data: {\"error\":{\"message\":\"Vendor text\",\"type\":\"server_error\",\"x_own\":1}}\n\ndata: [DONE]\n\n" },
        { WireFormat.Chat, ChatWord + "data: {\"error\":{\"code\":502,\"message\":\"Vendor text\"},\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}\n\n" },
        { WireFormat.Messages, MessagesWord + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Vendor text\"}}\n\n" },
        { WireFormat.Responses, ResponsesWord + "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":1,\"response\":{\"id\":\"r\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Vendor text\"}}}\n\n" },
        { WireFormat.Responses, ResponsesWord + "event: response.cancelled\ndata: {\"type\":\"response.cancelled\",\"sequence_number\":1,\"response\":{\"id\":\"r\",\"status\":\"cancelled\"}}\n\n" },
    };

    [Theory, MemberData(nameof(Streams))]
    public async Task In_a_stream_that_has_begun_the_vendors_own_frames_pass(WireFormat format, string stream) =>
        Assert.Equal(stream, (await AskAsync(format, format, stream: true, new Reply(200, stream, IsStream: true))).Answer);

    public static TheoryData<WireFormat, string> Refusals => new()
    {
        { WireFormat.Chat, ChatWord + $"data: {{\"error\":{{\"message\":\"{Secret}\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}}}\n\n" },
        { WireFormat.Chat, ChatWord + "data: {\"error\":{\"message\":\"No credits are left: sk-1234\",\"code\":402}}\n\n" },
        { WireFormat.Chat, ChatWord + $"data: {{\"error\":{{\"message\":\"{Secret}\",\"type\":\"server_error\"}}}}\n\n" },
        { WireFormat.Messages, MessagesWord + $"event: error\ndata: {{\"type\":\"error\",\"error\":{{\"type\":\"authentication_error\",\"message\":\"sk-1234 is no key\"}}}}\n\n" },
        { WireFormat.Responses, ResponsesWord + $"event: response.failed\ndata: {{\"type\":\"response.failed\",\"response\":{{\"status\":\"failed\",\"error\":{{\"code\":\"insufficient_quota\",\"message\":\"sk-1234 is spent\"}}}}}}\n\n" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_it_says_of_Parleys_own_account_does_not(WireFormat format, string stream)
    {
        var answer = (await AskAsync(format, format, stream: true, new Reply(200, stream, IsStream: true))).Answer;
        Assert.DoesNotContain("sk-1234", answer, StringComparison.Ordinal);
        Assert.Contains("refused the gateway's own credential", answer, StringComparison.Ordinal);
    }

    /// <summary>The vendor says 200, and in the body that it failed: its SDK gives the caller that object.</summary>
    [Fact]
    public async Task A_whole_response_that_failed_passes_as_it_came()
    {
        var same = await AskAsync(WireFormat.Responses, WireFormat.Responses, stream: false, new Reply(200, Whole));
        Assert.Equal((200, Whole), (same.Status, same.Answer));
        var partly = Whole.Replace("\"output\":[]", "\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]", StringComparison.Ordinal);
        same = await AskAsync(WireFormat.Responses, WireFormat.Responses, stream: false, new Reply(200, partly));
        Assert.Equal((200, partly), (same.Status, same.Answer));
    }

    /// <summary>Whoever asks for it again by its id must find what the caller got.</summary>
    [Fact]
    public async Task It_is_kept_like_any_other()
    {
        var body = Asking.Body(WireFormat.Responses, WireFormat.Responses, stream: false).Replace("\"store\":false", "\"store\":true", StringComparison.Ordinal);
        var seen = await stage.AskAsync(WireFormat.Responses, body, new Reply(200, Whole));
        Assert.Equal((Whole, "resp_1", Whole), (seen.Answer, stage.Responses.Last?.Id, System.Text.Encoding.UTF8.GetString(stage.Responses.Last!.Body.Span)));
    }

    [Fact]
    public async Task To_everybody_else_it_is_an_error()
    {
        foreach (var (client, stream, body) in new[] { (WireFormat.Chat, false, Whole), (WireFormat.Messages, false, Whole), (WireFormat.Responses, true, Whole), (WireFormat.Responses, false, Whole.Replace("server_error", "invalid_api_key", StringComparison.Ordinal)) })
        {
            var seen = await AskAsync(client, WireFormat.Responses, stream, new Reply(200, body));
            Assert.Equal(502, seen.Status);
            Assert.DoesNotContain("Vendor text", seen.Answer, StringComparison.Ordinal);
            Assert.True(JsonElement.Parse(seen.Answer).TryGetProperty("error", out _));
        }
    }

    [Theory]
    [InlineData(409, "invalid_request_error"), InlineData(422, "invalid_request_error")]
    public async Task Conflicts_and_requests_that_cannot_be_processed_keep_their_status(int status, string type)
    {
        foreach (var client in new[] { WireFormat.Chat, WireFormat.Messages, WireFormat.Responses })
        {
            var seen = await AskAsync(client, WireFormat.Gemini, stream: false, new Reply(status, $$$"""{"error":{"code":{{{status}}},"message":"Not so.","status":"ABORTED"}}"""));
            var error = JsonElement.Parse(seen.Answer).GetProperty("error");
            Assert.Equal((status, "Not so.", type), (seen.Status, error.GetProperty("message").GetString(), error.GetProperty("type").GetString()));
        }
    }

    [Theory]
    [InlineData(WireFormat.Chat), InlineData(WireFormat.Messages)]
    public async Task When_to_try_again_is_told_as_the_vendor_told_it(WireFormat client)
    {
        var seen = await AskAsync(client, WireFormat.Chat, stream: false, new Reply(503, "{}") { Headers = [("retry-after-ms", "1500"), ("x-should-retry", "false"), ("x-internal", "1")] });
        Assert.Equal(("1500", "false", "2"), (Header(seen, "retry-after-ms"), Header(seen, "x-should-retry"), seen.RetryAfter));
        Assert.Null(Header(seen, "x-internal"));
    }

    private static string? Header(Exchange seen, string name) => seen.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private Task<Exchange> AskAsync(WireFormat client, WireFormat kind, bool stream, Reply reply) => stage.AskAsync(client, Asking.Body(client, kind, stream), reply);
}
