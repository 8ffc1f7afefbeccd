using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Tests.Routing.Health;

public sealed class HealthJudgementTests
{
    [Fact]
    public void Nothing_known_is_unknown() => Assert.Equal(HealthState.Unknown, Of(new()));

    [Fact]
    public void Answers_are_healthy_and_one_failure_in_ten_is_not_yet_worse()
    {
        Assert.Equal(HealthState.Healthy, Of(new() { Good = 9, Bad = 1 }));
        Assert.Equal(HealthState.Degraded, Of(new() { Good = 8, Bad = 2 }));
        Assert.Equal(HealthState.Healthy, Of(new() { AnswersProbes = true }));
    }

    [Fact]
    public void An_open_breaker_is_down_until_a_probe_is_answered()
    {
        Assert.Equal(HealthState.Down, Of(new() { IsOpen = true, Good = 5 }));
        Assert.Equal(HealthState.Degraded, Of(new() { IsOpen = true, IsProbeAnswered = true }));
    }

    [Fact]
    public void Some_credentials_aside_degrade_and_all_of_them_end_it()
    {
        Assert.Equal(HealthState.Degraded, Of(new() { Credentials = 2, Aside = 1, Good = 9 }));
        Assert.Equal(HealthState.Down, Of(new() { Credentials = 2, Aside = 2, Good = 9 }));
    }

    [Fact]
    public void A_pause_that_was_asked_for_says_how_long()
    {
        var (state, reason) = HealthJudgement.Of(new() { Credentials = 1, Good = 9, Rest = TimeSpan.FromSeconds(6.2) });
        Assert.Equal(HealthState.Degraded, state);
        // A vendor asks for it under load as well (503 with Retry-After), not only at its rate limit.
        Assert.Equal("It asked to be left alone for another 7 s.", reason);
    }

    private static HealthState Of(HealthFacts facts) => HealthJudgement.Of(facts with { Credentials = Math.Max(1, facts.Credentials) }).State;
}
