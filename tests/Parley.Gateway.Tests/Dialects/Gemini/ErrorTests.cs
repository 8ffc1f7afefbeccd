using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

public sealed class ErrorTests
{
    private const string Details = "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"REASON\",\"domain\":\"googleapis.com\"},{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}]";

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", FaultKind.InvalidRequest, 400, "What Google says", 400)]
    [InlineData(403, "PERMISSION_DENIED", FaultKind.UpstreamFailed, 502, null, 403)]
    [InlineData(404, "NOT_FOUND", FaultKind.NotFound, 404, "What Google says", 404)]
    [InlineData(429, "RESOURCE_EXHAUSTED", FaultKind.RateLimited, 429, "What Google says", 429)]
    [InlineData(500, "INTERNAL", FaultKind.UpstreamFailed, 502, null, 500)]
    [InlineData(503, "UNAVAILABLE", FaultKind.Unavailable, 503, null, 503)]
    [InlineData(504, "DEADLINE_EXCEEDED", FaultKind.UpstreamTimeout, 504, null, 504)]
    public void An_upstreams_error_becomes_a_fault(int status, string word, FaultKind kind, int shown, string? message, int upstreamStatus)
    {
        foreach (var wrapped in new[] { false, true })
        {
            var body = $"{{\"error\":{{\"code\":{status},\"message\":\"What Google says\",\"status\":\"{word}\"}}}}";
            var fault = Read(status, wrapped ? $"[{body}]" : body, null);
            Assert.Equal((kind, shown, upstreamStatus), (fault.Kind, fault.Status, fault.UpstreamStatus));
            Assert.Equal(message is not null, fault.Message == "What Google says");
        }
    }

    /// <summary>A wrong key of the operator is not the caller's mistake, although Google says 400.</summary>
    [Theory]
    [InlineData("{\"error\":{\"code\":400,\"message\":\"API key not valid: AIza123\",\"status\":\"INVALID_ARGUMENT\",DETAILS}}")]
    [InlineData("[{\"error\":{\"code\":400,\"message\":\"API key expired: AIza123\",\"status\":\"INVALID_ARGUMENT\",DETAILS}}]")]
    public void A_refused_key_counts_as_one(string body)
    {
        var fault = Read(400, body.Replace("DETAILS", Details.Replace("REASON", "API_KEY_INVALID", StringComparison.Ordinal), StringComparison.Ordinal), null);
        Assert.Equal((FaultKind.UpstreamFailed, 502, 401, true), (fault.Kind, fault.Status, fault.UpstreamStatus, fault.Body.IsEmpty));
        Assert.DoesNotContain("AIza", fault.Message, StringComparison.Ordinal);
        Assert.Equal(FaultKind.InvalidRequest, Read(400, body.Replace("DETAILS", Details.Replace("REASON", "OTHER", StringComparison.Ordinal), StringComparison.Ordinal), null).Kind);
    }

    [Theory]
    [InlineData("34.4s", 34.4)]
    [InlineData("12s", 12.0)]
    [InlineData("0s", 0.0)]
    [InlineData("soon", null)]
    [InlineData("-5s", null)]
    [InlineData("1e99s", null)]
    [InlineData("99999999999s", null)]
    public void The_delay_stands_in_the_details(string delay, double? seconds)
    {
        var body = $"{{\"error\":{{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",{Details.Replace("34.4s", delay, StringComparison.Ordinal)}}}}}";
        Assert.Equal(seconds, Read(429, body, null).RetryAfter?.TotalSeconds);
        Assert.Equal(7, Read(429, body, TimeSpan.FromSeconds(7)).RetryAfter!.Value.TotalSeconds); // a header comes first
    }

    [Fact]
    public void An_error_in_a_stream_has_its_delay_too()
    {
        var fault = new Golden("Gemini").Read("error-array.sse", new GeminiDialect()).Events[^1].Fault!;
        Assert.Equal((FaultKind.RateLimited, 12), (fault.Kind, fault.RetryAfter!.Value.TotalSeconds));
    }

    [Fact]
    public void A_count_is_read()
    {
        Assert.Equal("started id= model=\nusage input=31\nfinished Stop\ncompleted\n", Count("""{"totalTokens":31,"promptTokensDetails":[{"modality":"TEXT","tokenCount":31}]}"""));
        foreach (var body in new[] { "{}", "[]", "", "{\"totalTokens\":\"many\"}", "{\"totalTokens\":1} x" })
            Assert.StartsWith("failed UpstreamFailed", Count(body), StringComparison.Ordinal);
    }

    private static string Count(string body)
    {
        var events = new EventBatch();
        new CountTokensReader("totalTokens").Read(default, Encoding.UTF8.GetBytes(body), events);
        return EventDump.Of(events);
    }

    private static GatewayFault Read(int status, string body, TimeSpan? retryAfter) => new GeminiDialect().ReadError(status, Encoding.UTF8.GetBytes(body), retryAfter);
}
