using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

public sealed class ErrorTests
{
    private const string Refused = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens: 1 > 0\"},\"request_id\":\"req_v\"}";

    private static readonly AnthropicDialect Dialect = new();

    [Theory]
    [InlineData(400, Refused, FaultKind.InvalidRequest, 400, "max_tokens: 1 > 0", true)]
    [InlineData(404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: x\"}}", FaultKind.NotFound, 404, "model: x", true)]
    [InlineData(413, "{\"error\":{\"message\":\"too large\",\"type\":\"invalid_request_error\",\"code\":null}}", FaultKind.TooLarge, 413, "too large", true)]
    [InlineData(429, "slow down", FaultKind.RateLimited, 429, "slow down", false)]
    [InlineData(400, "<html>nginx</html>", FaultKind.InvalidRequest, 400, null, false)]
    [InlineData(401, "{\"error\":{\"message\":\"invalid x-api-key sk-ant-1\"}}", FaultKind.UpstreamFailed, 502, null, false)]
    [InlineData(402, Refused, FaultKind.UpstreamFailed, 502, null, false)]
    [InlineData(403, Refused, FaultKind.UpstreamFailed, 502, null, false)]
    [InlineData(500, Refused, FaultKind.UpstreamFailed, 502, null, false)]
    [InlineData(503, Refused, FaultKind.Unavailable, 503, null, false)]
    [InlineData(504, Refused, FaultKind.UpstreamTimeout, 504, null, false)]
    [InlineData(529, Refused, FaultKind.Overloaded, 529, null, false)]
    public void An_upstreams_error_becomes_a_fault(int status, string body, FaultKind kind, int written, string? message, bool kept)
    {
        var fault = Dialect.ReadError(status, Encoding.UTF8.GetBytes(body), TimeSpan.FromSeconds(7));
        Assert.Equal((kind, written, status, TimeSpan.FromSeconds(7)), (fault.Kind, fault.Status, fault.UpstreamStatus, fault.RetryAfter));
        if (message is not null) Assert.Equal(message, fault.Message);
        Assert.DoesNotContain("sk-ant", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nginx", fault.Message, StringComparison.Ordinal);
        Assert.Equal(kept, !fault.Body.IsEmpty);
    }

    [Theory]
    [InlineData("overloaded_error", FaultKind.Overloaded)]
    [InlineData("rate_limit_error", FaultKind.RateLimited)]
    [InlineData("api_error", FaultKind.UpstreamFailed)]
    [InlineData("timeout_error", FaultKind.UpstreamTimeout)]
    [InlineData("invalid_request_error", FaultKind.InvalidRequest)]
    [InlineData("authentication_error", FaultKind.UpstreamFailed)]
    [InlineData("something_new", FaultKind.UpstreamFailed)]
    public void An_error_in_a_stream_becomes_a_fault(string type, FaultKind kind)
    {
        var events = Answers.ReadStream($"event: error\ndata: {{\"type\":\"error\",\"error\":{{\"type\":\"{type}\",\"message\":\"m\"}}}}\n\n");
        Assert.Equal(kind, Assert.Single(events.Events.ToArray()).Fault!.Kind);
    }

    [Theory]
    [InlineData(FaultKind.InvalidRequest, "invalid_request_error")]
    [InlineData(FaultKind.Unauthenticated, "authentication_error")]
    [InlineData(FaultKind.Forbidden, "permission_error")]
    [InlineData(FaultKind.NotFound, "not_found_error")]
    [InlineData(FaultKind.TooLarge, "request_too_large")]
    [InlineData(FaultKind.RateLimited, "rate_limit_error")]
    [InlineData(FaultKind.Overloaded, "overloaded_error")]
    [InlineData(FaultKind.UpstreamTimeout, "timeout_error")]
    [InlineData(FaultKind.UpstreamFailed, "api_error")]
    [InlineData(FaultKind.Unavailable, "api_error")]
    [InlineData(FaultKind.StreamCut, "api_error")]
    [InlineData(FaultKind.Internal, "api_error")]
    public void A_fault_is_written_in_the_vendors_words(FaultKind kind, string type)
    {
        var output = new ArrayBufferWriter<byte>();
        Dialect.WriteError(new GatewayFault(kind, "what \"happened\"\n"), "req_9", output);
        using var body = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal("error", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(type, body.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("what \"happened\"\n", body.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("req_9", body.RootElement.GetProperty("request_id").GetString());
    }

    [Fact]
    public void A_count_is_written_and_read()
    {
        var output = new ArrayBufferWriter<byte>();
        new CountTokensWriter(WireFormat.Messages).Write(new LlmEvent { Kind = LlmEventKind.Usage, Usage = new Usage(Input: 2095) }, output);
        Assert.Equal("{\"input_tokens\":2095}", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal("started id= model=\nusage input=2095\nfinished Stop\ncompleted\n", Count(output.WrittenMemory));
        foreach (var body in new[] { "{}", "[]", "", "{\"input_tokens\":\"many\"}", "{\"input_tokens\":1} x" })
            Assert.StartsWith("failed UpstreamFailed", Count(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_for_a_client_of_Responses_has_a_name()
    {
        var output = new ArrayBufferWriter<byte>();
        new CountTokensWriter(WireFormat.Responses).Write(new LlmEvent { Kind = LlmEventKind.Usage, Usage = new Usage(Input: 2, CacheRead: 3) }, output);
        Assert.Equal("{\"object\":\"response.input_tokens\",\"input_tokens\":5}", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void What_is_counted_has_no_limit_and_no_sampling()
    {
        var prompt = new Prompt { MaxOutputTokens = 9, Temperature = 0.5, User = "u", Seed = 1 };
        prompt.System.Add(new TextPart("s"));
        prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart("Hi")]));
        var output = new ArrayBufferWriter<byte>();
        Assert.Empty(new RequestWriter(prompt, Requests.Target("claude-sonnet-4-5", "messages"), output).WriteCount());
        using var body = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(["messages", "model", "system"], body.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    private static string Count(ReadOnlyMemory<byte> body)
    {
        var events = new EventBatch();
        new CountTokensReader("input_tokens").Read(default, body, events);
        return EventDump.Of(events);
    }
}
