using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Routing;

public sealed class CallBudgetTests
{
    [Fact]
    public void Extra_calls_never_exceed_the_share_and_the_reserve()
    {
        var budget = new CallBudget(reserve: 10, most: 1000);
        var extra = 0;
        for (var i = 0; i < 1000; i++)
        {
            budget.Deposit(0.2);
            while (budget.TryTake(TimeSpan.Zero)) extra++;
        }

        Assert.Equal(210, extra);
    }

    [Fact]
    public void What_is_not_used_is_saved_up_to_a_limit()
    {
        var budget = new CallBudget(reserve: 0, most: 5);
        for (var i = 0; i < 1000; i++) budget.Deposit(0.2);
        Assert.Equal(5, budget.Left);
    }

    [Fact]
    public void Empty_it_allows_one_now_and_then()
    {
        var budget = new CallBudget(reserve: 0, most: 5, grace: TimeSpan.FromSeconds(5));
        Assert.True(budget.TryTake(TimeSpan.FromSeconds(1)));
        Assert.False(budget.TryTake(TimeSpan.FromSeconds(5.9)));
        Assert.True(budget.TryTake(TimeSpan.FromSeconds(6)));
    }
}
