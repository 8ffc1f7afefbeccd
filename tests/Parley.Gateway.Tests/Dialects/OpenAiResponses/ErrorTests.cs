using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("server_error", FaultKind.UpstreamFailed)]
    [InlineData("rate_limit_exceeded", FaultKind.RateLimited)]
    [InlineData("invalid_prompt", FaultKind.InvalidRequest)]
    [InlineData("invalid_image_format", FaultKind.InvalidRequest)]
    [InlineData("image_too_large", FaultKind.InvalidRequest)]
    [InlineData("context_length_exceeded", FaultKind.InvalidRequest)]
    [InlineData("insufficient_quota", FaultKind.UpstreamFailed)]
    [InlineData("something_new", FaultKind.UpstreamFailed)]
    public void A_failed_response_or_error_event_becomes_a_fault_by_its_code(string code, FaultKind kind)
    {
        foreach (var frame in (string[])
        [
            $$$"""{"type":"response.failed","response":{"status":"failed","error":{"code":"{{{code}}}","message":"m"} } }""",
            $$$"""{"type":"error","code":"{{{code}}}","message":"m","param":null,"sequence_number":3}""",
            $$$"""{"type":"error","error":{"code":"{{{code}}}","message":"m"}}""",
        ])
        {
            var fault = Said.Read($"data: {frame}\n\n", streamed: true)[^1].Fault!;
            Assert.Equal(kind, fault.Kind);
            Assert.Equal(kind is FaultKind.RateLimited or FaultKind.InvalidRequest ? "m" : "", fault.Body.IsEmpty ? "" : JsonElement.Parse(fault.Body.Span).GetProperty("error").GetProperty("message").GetString());
        }
    }

    [Fact]
    public void An_error_has_OpenAIs_shape_as_a_body()
    {
        var output = new ArrayBufferWriter<byte>();
        new OpenAiResponsesDialect().WriteError(new GatewayFault(FaultKind.NotFound, "No \"m\".") { Param = "model" }, "req_1", output);
        Assert.Equal("""{"error":{"message":"No \"m\".","type":"invalid_request_error","param":"model","code":"model_not_found"}}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(FaultKind.StreamCut, "stream_cut")]
    [InlineData(FaultKind.UpstreamFailed, "server_error")]
    public void An_error_in_a_stream_that_passes_through_is_the_error_event(FaultKind kind, string code)
    {
        var output = new ArrayBufferWriter<byte>();
        new OpenAiResponsesDialect().WriteErrorFrame(new GatewayFault(kind, "Cut."), "req_1", 0, output);
        var frame = Assert.Single(Golden.Frames(Encoding.UTF8.GetString(output.WrittenSpan)));
        Assert.Equal("error", Encoding.UTF8.GetString(frame.Type));
        var error = JsonElement.Parse(frame.Data);
        Assert.Equal(("error", "Cut.", code), (error.GetProperty("type").GetString(), error.GetProperty("message").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal(("Cut.", code), (error.GetProperty("error").GetProperty("message").GetString(), error.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public void An_error_behind_events_of_the_upstream_goes_on_with_their_numbers()
    {
        var output = new ArrayBufferWriter<byte>();
        new OpenAiResponsesDialect().WriteErrorFrame(new GatewayFault(FaultKind.StreamCut, "Cut."), "req_1", 8, output);
        Assert.Equal(8, JsonElement.Parse(Golden.Frames(Encoding.UTF8.GetString(output.WrittenSpan)).Single().Data).GetProperty("sequence_number").GetInt32());
    }
}
