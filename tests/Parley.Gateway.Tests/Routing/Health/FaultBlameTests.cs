using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Routing.Health;

/// <summary>As the vendors' errors are read, so they are attributed.</summary>
public sealed class FaultBlameTests
{
    [Theory]
    [InlineData(400, Blame.None), InlineData(404, Blame.None), InlineData(413, Blame.None), InlineData(422, Blame.None)]
    [InlineData(401, Blame.Credential), InlineData(402, Blame.Credential), InlineData(403, Blame.Suspicion), InlineData(429, Blame.Busy)]
    [InlineData(500, Blame.Upstream), InlineData(502, Blame.Upstream), InlineData(503, Blame.Upstream), InlineData(504, Blame.Upstream), InlineData(529, Blame.Upstream), InlineData(408, Blame.Upstream)]
    public void A_status_tells_whose_fault_it_was(int status, object blame) =>
        Assert.Equal((Blame)blame, FaultBlame.Of(UpstreamErrors.Read(status, "{\"error\":{\"message\":\"no\"}}"u8.ToArray(), null)));

    [Fact]
    public void So_does_what_never_got_a_status()
    {
        Assert.Equal(Blame.Upstream, FaultBlame.Of(UpstreamErrors.Garbage));
        Assert.Equal(Blame.Upstream, FaultBlame.Of(UpstreamErrors.Cut));
        Assert.Equal(Blame.Upstream, FaultBlame.Of(TransportFaults.Cut(new UpstreamConfig { Name = "up", Kind = "chat" })));
        Assert.Equal(Blame.None, FaultBlame.Of(TransportFaults.Stopping));
        Assert.Equal(Blame.None, FaultBlame.Of(new GatewayFault(FaultKind.ClientClosed, "left")));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.","type":"invalid_request_error","code":"context_length_exceeded"}}""", true)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", true)]
    [InlineData(400, """{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}""", true)]
    [InlineData(413, """{"error":{"message":"Request too large"}}""", true)]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error"}}""", true)]
    [InlineData(400, """{"error":{"message":"Unknown parameter: 'foo'."}}""", false)]
    [InlineData(429, """{"error":{"message":"Request too large for the context window of your tier"}}""", false)]
    public void A_prompt_that_is_too_long_for_one_model_may_fit_another(int status, string body, bool expected) =>
        Assert.Equal(expected, FaultBlame.IsTooLongForModel(UpstreamErrors.Read(status, System.Text.Encoding.UTF8.GetBytes(body), null)));

    [Theory]
    [InlineData(404, """{"error":{"message":"The model `gpt-9` does not exist","type":"invalid_request_error","code":"model_not_found"}}""", true)]
    [InlineData(404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-9"}}""", true)]
    [InlineData(404, """{"error":{"message":"Previous response with id 'resp_1' not found.","code":"previous_response_not_found"}}""", false)]
    [InlineData(400, """{"error":{"message":"This model does not do that"}}""", false)]
    public void A_model_that_one_provider_does_not_have_another_may(int status, string body, bool expected) =>
        Assert.Equal(expected, FaultBlame.IsUnknownModel(UpstreamErrors.Read(status, System.Text.Encoding.UTF8.GetBytes(body), null)));

    [Fact]
    public void What_Parley_itself_refuses_is_no_models_limit() =>
        Assert.False(FaultBlame.IsTooLongForModel(new GatewayFault(FaultKind.TooLarge, "The body is over the limit.")));
}
