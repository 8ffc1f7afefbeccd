using Parley.Gateway.Http;

namespace Parley.Gateway.Tests.Http;

public sealed class LimitHeadersTests
{
    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(0.0001, "1ms")]
    [InlineData(12, "12ms")]
    [InlineData(999.5, "1s")]
    [InlineData(1000, "1s")]
    [InlineData(1000.1, "2s")]
    [InlineData(59_001, "1m0s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_725_000, "1h2m5s")]
    public void Durations_are_written_as_OpenAI_does_and_rounded_up(double milliseconds, string text) => Assert.Equal(text, LimitHeaders.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "2026-01-31T12:00:00Z")]
    [InlineData(1, "2026-01-31T12:00:01Z")]
    [InlineData(1000, "2026-01-31T12:00:01Z")]
    public void Moments_are_written_as_Anthropic_does_and_rounded_up(int milliseconds, string text) =>
        Assert.Equal(text, LimitHeaders.Moment(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds)));
}
