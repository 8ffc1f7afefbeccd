using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Routing;

public sealed class RetryPolicyTests
{
    private static readonly GatewayFault Overloaded = new(FaultKind.Overloaded, "busy");

    [Fact]
    public void Another_candidate_is_called_without_a_pause_up_to_twice_or_as_often_as_retries_are_allowed()
    {
        Assert.True(RetryPolicy.MayMove(extra: 0, maxRetries: 0));
        Assert.False(RetryPolicy.MayMove(extra: 2, maxRetries: 0));
        Assert.True(RetryPolicy.MayMove(extra: 2, maxRetries: 3));
        Assert.False(RetryPolicy.MayMove(extra: 3, maxRetries: 3));
    }

    [Fact]
    public void Further_rounds_wait_longer_each_time_and_end()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(200), RetryPolicy.PauseBefore(1, 0, 2, Overloaded, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMilliseconds(400), RetryPolicy.PauseBefore(2, 1, 2, Overloaded, TimeSpan.Zero));
        Assert.Null(RetryPolicy.PauseBefore(3, 2, 2, Overloaded, TimeSpan.Zero));
        Assert.Null(RetryPolicy.PauseBefore(1, 2, 2, Overloaded, TimeSpan.Zero));
    }

    [Fact]
    public void The_vendors_wish_is_followed_up_to_a_limit()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), RetryPolicy.PauseBefore(1, 0, 2, Overloaded with { RetryAfter = TimeSpan.FromSeconds(3) }, TimeSpan.Zero));
        Assert.Null(RetryPolicy.PauseBefore(1, 0, 2, Overloaded with { RetryAfter = TimeSpan.FromSeconds(60) }, TimeSpan.Zero));
    }

    [Fact]
    public void All_pauses_of_a_request_together_are_short()
    {
        var second = Overloaded with { RetryAfter = TimeSpan.FromSeconds(1) };
        Assert.Equal(second.RetryAfter, RetryPolicy.PauseBefore(3, 2, 9, second, TimeSpan.FromSeconds(2)));
        Assert.Null(RetryPolicy.PauseBefore(4, 3, 9, second, TimeSpan.FromSeconds(3)));
        Assert.Null(RetryPolicy.PauseBefore(1, 0, 2, Overloaded with { RetryAfter = TimeSpan.FromSeconds(7) }, TimeSpan.Zero));
    }

    [Fact]
    public void A_fault_of_the_caller_is_never_tried_again() =>
        Assert.Null(RetryPolicy.PauseBefore(1, 0, 5, new GatewayFault(FaultKind.InvalidRequest, "no"), TimeSpan.Zero));
}
