using CsCheck;
using Parley.Gateway.Routing.Learning;

namespace Parley.Gateway.Tests.Routing.Learning;

public sealed class SmoothedTimeTests
{
    [Fact]
    public void The_first_time_is_the_mean() => Assert.Equal(new SmoothedTime(0.3, true), default(SmoothedTime).With(0.3, 1000));

    [Fact]
    public void What_is_ten_seconds_old_counts_half() => Assert.Equal(1.5, new SmoothedTime(2, true).With(1, 10).Seconds, 6);

    [Fact]
    public void It_rises_at_once_and_one_outlier_is_no_trouble_yet()
    {
        var usual = new SmoothedTime(0.1, true);
        var once = usual.With(5, 0.1);
        Assert.InRange(once.Seconds, 0.3, 0.4);
        var often = once.With(5, 0.1).With(5, 0.1).With(5, 0.1);
        Assert.InRange(often.Seconds, 3, 5);
    }

    [Fact]
    public void When_trouble_is_over_a_few_calls_show_it()
    {
        var troubled = new SmoothedTime(3, true);
        for (var i = 0; i < 5; i++) troubled = troubled.With(0.3, 0.01);
        Assert.InRange(troubled.Seconds, 0.3, 0.4);
    }

    [Fact]
    public void Silence_counts_only_when_it_is_longer()
    {
        var usual = new SmoothedTime(0.5, true);
        Assert.Equal(usual, usual.WithAtLeast(0.2, 1));
        Assert.True(usual.WithAtLeast(2, 1).Seconds > 0.5);
        Assert.False(default(SmoothedTime).WithAtLeast(0.01, 1).IsKnown);
        Assert.Equal(30, default(SmoothedTime).WithAtLeast(30, 1).Seconds);
    }

    [Fact]
    public void The_mean_lies_between_the_times() =>
        Gen.Select(Gen.Double[0.001, 100], Gen.Double[0.001, 100], Gen.Double[0, 1000]).Sample((before, sample, elapsed) =>
            new SmoothedTime(before, true).With(sample, elapsed).Seconds is var mean && mean >= Math.Min(before, sample) - 1e-9 && mean <= Math.Max(before, sample) + 1e-9);
}
