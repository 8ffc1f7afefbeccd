using Parley.Gateway.Routing.Concurrency;

namespace Parley.Gateway.Tests.Routing.Concurrency;

public sealed class QueueRuleTests
{
    [Fact]
    public void Two_seconds_of_work_may_wait()
    {
        Assert.True(QueueRule.MayWait(100, 100, ahead: 158, limit: 8, hold: TimeSpan.FromMilliseconds(100)));
        Assert.False(QueueRule.MayWait(161, 161, ahead: 161, limit: 8, hold: TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void As_many_as_run_may_always_wait() => Assert.True(QueueRule.MayWait(3, 3, ahead: 3, limit: 4, hold: TimeSpan.FromMinutes(1)));

    [Fact]
    public void A_caller_with_few_is_let_in_behind_one_with_many()
    {
        var hold = TimeSpan.FromMilliseconds(100);
        Assert.False(QueueRule.MayWait(700, 700, ahead: 700, limit: 8, hold));
        Assert.True(QueueRule.MayWait(700, 0, ahead: 1, limit: 8, hold));
    }

    [Fact]
    public void No_queue_is_endless_and_nobody_has_all_of_it()
    {
        Assert.False(QueueRule.MayWait(QueueRule.Most, 0, ahead: 0, limit: 5000, hold: default));
        Assert.False(QueueRule.MayWait(QueueRule.MostOfOneCaller, QueueRule.MostOfOneCaller, ahead: 0, limit: 5000, hold: default));
    }
}
