using System.Net;

namespace Parley.Tests.Api;

[Trait("Pace", "slow")]
public sealed class SecurityHeadersTests(ScopeTests.Stage stage) : IClassFixture<ScopeTests.Stage>
{
    /// <summary>Refused by a handler, by a page of the status, and by an exception, which once took the headers away.</summary>
    [Theory]
    [InlineData("GET", "/", HttpStatusCode.OK)]
    [InlineData("GET", "/docs", HttpStatusCode.OK)]
    [InlineData("GET", "/health/ready", HttpStatusCode.OK)]
    [InlineData("GET", "/api/v1/keys", HttpStatusCode.OK)]
    [InlineData("GET", "/api/v1/keys/nobody12", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/v1/keys", HttpStatusCode.BadRequest)]
    public async Task Every_answer_that_a_browser_could_show_is_locked_up(string method, string path, HttpStatusCode status)
    {
        using var answer = await stage.SendAsync(method, path, false, stage.AdminKey);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl is { NoStore: true });
    }

    [Fact]
    public async Task Answers_to_programs_are_not_sniffed()
    {
        using var answer = await stage.SendAsync("GET", "/v1/models", false, stage.GatewayKey);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }
}
