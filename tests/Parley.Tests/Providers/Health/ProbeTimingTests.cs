using Parley.Providers.Health;

namespace Parley.Tests.Providers.Health;

public sealed class ProbeTimingTests
{
    [Theory]
    [InlineData(30, false, 0.0, 27), InlineData(30, false, 0.5, 30), InlineData(30, false, 1.0, 33)]
    [InlineData(30, true, 0.0, 5), InlineData(30, true, 1.0, 5), InlineData(2, true, 0.5, 2), InlineData(600, true, 0.5, 5)]
    public void A_provider_that_is_down_is_looked_at_every_five_seconds(int intervalSeconds, bool isDown, double jitter, double expected) =>
        Assert.Equal(expected, ProbeTiming.Until(new ProbeSettings(true, TimeSpan.FromSeconds(intervalSeconds), TimeSpan.FromSeconds(5)), isDown, jitter).TotalSeconds, 6);

    [Theory]
    [InlineData(200, true), InlineData(204, true), InlineData(400, true), InlineData(404, true), InlineData(405, true), InlineData(429, true), InlineData(501, true)]
    [InlineData(301, false), InlineData(307, false), InlineData(401, false), InlineData(402, false), InlineData(403, false), InlineData(500, false), InlineData(503, false), InlineData(529, false)]
    public void Whoever_answers_is_there_unless_it_fails_or_refuses(int status, bool isThere) => Assert.Equal(isThere, ProbeVerdict.Of(status) is null);

    [Fact]
    public void Google_refuses_a_wrong_key_with_400()
    {
        var body = """{"error":{"code":400,"details":[{"reason":"API_KEY_INVALID"}]}}"""u8;
        Assert.Equal((401, 400, 400), (ProbeVerdict.Status("gemini", 400, body), ProbeVerdict.Status("gemini", 400, "{}"u8), ProbeVerdict.Status("chat", 400, body)));
    }
}
