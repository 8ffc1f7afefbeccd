using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Tests.Routing.Health;

public sealed class BreakerTests
{
    private readonly Breaker _breaker = new();

    [Fact]
    public void Ten_failures_in_a_row_open_it_and_nine_do_not()
    {
        Fail(9, at: 0);
        Assert.False(_breaker.IsOpen);
        _breaker.Succeeded(At(0), isTrial: false);
        Fail(9, at: 0);
        Assert.False(_breaker.IsOpen);
        Fail(1, at: 0);
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public void More_than_half_of_twenty_calls_in_half_a_minute_open_it()
    {
        for (var i = 0; i < 10; i++) Alternate(i);
        Assert.False(_breaker.IsOpen); // exactly half
        Fail(1, at: 10);
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public void Old_failures_are_forgotten()
    {
        for (var i = 0; i < 9; i++) Alternate(i);
        Fail(1, at: 9);
        Fail(2, at: 45);
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void Open_it_lets_one_call_a_second_through()
    {
        Fail(10, at: 0);
        var through = 0;
        for (var ms = 0; ms <= 10_000; ms += 10)
        {
            if (!_breaker.TryEnter(TimeSpan.FromMilliseconds(ms), out var isTrial)) continue;
            Assert.True(isTrial);
            through++;
            _breaker.Failed(TimeSpan.FromMilliseconds(ms), isTrial, isUnreachable: true);
        }

        Assert.Equal(10, through);
    }

    [Fact]
    public void While_a_trial_waits_for_its_answer_the_next_comes_after_five_seconds()
    {
        Fail(10, at: 0);
        Assert.True(_breaker.TryEnter(At(1), out _));
        Assert.False(_breaker.TryEnter(At(2), out _));
        Assert.False(_breaker.TryEnter(At(5.9), out _));
        Assert.True(_breaker.TryEnter(At(6), out _));
    }

    [Fact]
    public void Two_trials_that_go_well_close_it()
    {
        Fail(10, at: 0);
        Trial(at: 1, good: true);
        Assert.True(_breaker.IsOpen);
        Trial(at: 2, good: false);
        Trial(at: 3, good: true);
        Assert.True(_breaker.IsOpen);
        Trial(at: 4, good: true);
        Assert.False(_breaker.IsOpen);
        Fail(9, at: 5); // what was before is forgotten
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void Calls_that_left_before_it_opened_do_not_close_it()
    {
        Fail(10, at: 0);
        for (var i = 0; i < 5; i++) _breaker.Succeeded(At(1), isTrial: false);
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public void A_trial_whose_caller_left_tells_nothing_but_makes_room_for_the_next()
    {
        Fail(10, at: 0);
        Assert.True(_breaker.TryEnter(At(1), out var isTrial));
        _breaker.Forgot(isTrial);
        Assert.True(_breaker.IsOpen);
        Assert.True(_breaker.TryEnter(At(2), out _));
    }

    [Fact]
    public void A_probe_closes_what_could_not_be_reached()
    {
        for (var i = 0; i < 10; i++) _breaker.Failed(At(0), isTrial: false, isUnreachable: true);
        _breaker.ProbeAnswered(At(3));
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void Of_what_was_reached_and_failed_a_probe_says_only_that_one_try_decides()
    {
        Fail(10, at: 0);
        _breaker.ProbeAnswered(At(3));
        Assert.True(_breaker.IsOpen);
        Assert.True(_breaker.IsProbeAnswered);
        Trial(at: 4, good: true);
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void Answers_that_begin_and_are_broken_off_open_it_too()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.False(_breaker.IsOpen);
            _breaker.Succeeded(At(i), isTrial: false);
            _breaker.Broke(At(i));
        }

        Assert.True(_breaker.IsOpen);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Alternate(int at)
    {
        _breaker.Succeeded(At(at), isTrial: false);
        Fail(1, at);
    }

    private void Fail(int times, int at)
    {
        for (var i = 0; i < times; i++) _breaker.Failed(At(at), isTrial: false, isUnreachable: false);
    }

    private void Trial(int at, bool good)
    {
        Assert.True(_breaker.TryEnter(At(at), out var isTrial));
        if (good) _breaker.Succeeded(At(at), isTrial);
        else _breaker.Failed(At(at), isTrial, isUnreachable: false);
    }
}
