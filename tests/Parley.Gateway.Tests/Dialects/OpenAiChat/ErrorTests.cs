using System.Buffers;
using System.Text;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class ErrorTests
{
    private const string OpenAi = """{"error":{"message":"Bad thing","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""";
    private const string Anthropic = """{"type":"error","error":{"type":"invalid_request_error","message":"Bad thing"},"request_id":"req_1"}""";

    [Theory]
    [InlineData(400, OpenAi, FaultKind.InvalidRequest, 400, "Bad thing", true)]
    [InlineData(400, Anthropic, FaultKind.InvalidRequest, 400, "Bad thing", true)]
    [InlineData(400, "plain words", FaultKind.InvalidRequest, 400, "plain words", false)]
    [InlineData(400, "<html>nginx</html>", FaultKind.InvalidRequest, 400, "The model provider refused the request.", false)]
    [InlineData(409, """{"error":{"message":"being changed","type":"conflict_error"}}""", FaultKind.InvalidRequest, 409, "being changed", true)]
    [InlineData(418, """{"error":{"message":"a teapot"}}""", FaultKind.InvalidRequest, 400, "a teapot", true)]
    [InlineData(422, """{"detail":"extra field"}""", FaultKind.InvalidRequest, 422, "extra field", true)]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","n"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}""", FaultKind.InvalidRequest, 422, "Extra inputs are not permitted", true)]
    [InlineData(404, """{"error":"model 'x' not found"}""", FaultKind.NotFound, 404, "model 'x' not found", true)]
    [InlineData(404, """[{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}]""", FaultKind.NotFound, 404, "gone", true)]
    [InlineData(413, "", FaultKind.TooLarge, 413, "The request is too large for the model provider.", false)]
    [InlineData(429, OpenAi, FaultKind.RateLimited, 429, "Bad thing", true)]
    public void Errors_about_the_request_keep_status_and_message(int status, string body, FaultKind kind, int shown, string message, bool keepsBody)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var fault = new OpenAiChatDialect().ReadError(status, bytes, TimeSpan.FromSeconds(7));
        Assert.Equal((kind, shown, message, status, TimeSpan.FromSeconds(7)), (fault.Kind, fault.Status, fault.Message, fault.UpstreamStatus, fault.RetryAfter!.Value));
        Assert.Equal(keepsBody ? body : "", Encoding.UTF8.GetString(fault.Body.Span));
    }

    [Theory]
    [InlineData(401, FaultKind.UpstreamFailed, 502)]
    [InlineData(402, FaultKind.UpstreamFailed, 502)]
    [InlineData(403, FaultKind.UpstreamFailed, 502)]
    [InlineData(500, FaultKind.UpstreamFailed, 502)]
    [InlineData(502, FaultKind.UpstreamFailed, 502)]
    [InlineData(503, FaultKind.Unavailable, 503)]
    [InlineData(504, FaultKind.UpstreamTimeout, 504)]
    [InlineData(529, FaultKind.Overloaded, 529)]
    public void Errors_about_the_gateway_tell_nothing_of_what_the_vendor_said(int status, FaultKind kind, int shown)
    {
        var fault = new OpenAiChatDialect().ReadError(status, """{"error":{"message":"Incorrect API key provided: sk-secret","code":"invalid_api_key"}}"""u8.ToArray(), null);
        Assert.Equal((kind, shown, true, true), (fault.Kind, fault.Status, fault.Body.IsEmpty, fault.IsRetryable));
        Assert.DoesNotContain("sk-secret", Written(fault), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Unauthenticated, "invalid_request_error", "\"invalid_api_key\"")]
    [InlineData(FaultKind.NotFound, "invalid_request_error", "\"model_not_found\"")]
    [InlineData(FaultKind.RateLimited, "requests", "\"rate_limit_exceeded\"")]
    [InlineData(FaultKind.UpstreamFailed, "server_error", "null")]
    public void Errors_have_the_vendors_types_and_codes(FaultKind kind, string type, string code) =>
        Assert.Equal($$$"""{"error":{"message":"Say \"why\".","type":"{{{type}}}","param":null,"code":{{{code}}}}}""", Written(new GatewayFault(kind, "Say \"why\".")));

    [Fact]
    public void An_error_in_a_stream_is_data()
    {
        var output = new ArrayBufferWriter<byte>();
        new OpenAiChatDialect().WriteErrorFrame(new GatewayFault(FaultKind.InvalidRequest, "No.") { Param = "n", Code = "c" }, "req_1", 0, output);
        Assert.Equal("data: {\"error\":{\"message\":\"No.\",\"type\":\"invalid_request_error\",\"param\":\"n\",\"code\":\"c\"}}\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Written(GatewayFault fault)
    {
        var output = new ArrayBufferWriter<byte>();
        new OpenAiChatDialect().WriteError(fault, "req_1", output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
