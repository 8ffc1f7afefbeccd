using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

public sealed class RateLimitHeadersTests
{
    [Theory]
    [InlineData("x-ratelimit-limit-tokens", "30000", true)]
    [InlineData("X-RateLimit-Reset-Requests", "1ms", true)]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-01-01T00:00:00Z", true)]
    [InlineData("retry-after-ms", "1500", true)]
    [InlineData("X-Should-Retry", "false", true)]
    [InlineData("x-should-retry", "\u00e9", false)]
    [InlineData("x-should-retry-too", "true", false)]
    [InlineData("x-ratelimit-words", "grün", false)]
    [InlineData("x-ratelimit-tab", "a\tb", false)]
    [InlineData("x-ratelimit", "1", false)]
    [InlineData("anthropic-organization-id", "org", false)]
    [InlineData("openai-organization", "org", false)]
    [InlineData("x-request-id", "req_vendor", false)]
    public void Only_limits_in_visible_ASCII_are_passed_on(string name, string value, bool passed)
    {
        using var response = new HttpResponseMessage();
        Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        Assert.Equal(passed ? [new(name, value)] : [], RateLimitHeaders.Of(response.Headers));
    }

    [Fact]
    public void Without_any_nothing_is_allocated()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("x-request-id", "req_vendor");
        Assert.Same(RateLimitHeaders.Of(response.Headers), RateLimitHeaders.Of(response.Headers));
    }
}
