using Parley.Chat.Context;

namespace Parley.Tests.Chat.Context;

public sealed class SummaryPlanTests
{
    [Fact]
    public void A_short_talk_is_left_alone() => Assert.Equal(0, SummaryPlan.Make(ContextPlanTests.Talk(10, 10, 10, 10), 0, 0, 100).Count);

    [Fact]
    public void The_older_part_of_a_long_talk_is_summarised_and_the_newest_stays()
    {
        var plan = SummaryPlan.Make(ContextPlanTests.Talk(20, 20, 10, 10, 10, 10), 0, 0, 100);
        Assert.Equal(new SummaryPlan(0, 4), plan);
    }

    [Fact]
    public void The_next_summary_begins_behind_the_one_there_is()
    {
        var plan = SummaryPlan.Make(ContextPlanTests.Talk(20, 20, 20, 20, 10, 10, 10, 10), 2, 10, 100);
        Assert.Equal(2, plan.From);
        Assert.True(plan.Count >= 2);
    }

    /// <summary>Whatever the sizes, summarising comes to an end, never takes the newest message, stops between an answer and a question, and leaves little enough.</summary>
    [Fact]
    public void It_comes_to_an_end()
    {
        var dice = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var sizes = ContextPlanTests.Talk([.. Enumerable.Range(0, 2 + (2 * dice.Next(30))).Select(_ => (long)dice.Next(1, 60))]);
            var budget = dice.Next(150, 1500);
            var summarised = 0;
            var steps = 0;
            while (SummaryPlan.Make(sizes, summarised, summarised == 0 ? 0 : 20, budget) is { Count: > 0 } plan)
            {
                Assert.Equal(summarised, plan.From);
                summarised += plan.Count;
                Assert.True(summarised < sizes.Count);
                Assert.True(++steps <= sizes.Count);
            }

            var left = (summarised == 0 ? 0 : 20) + sizes.Skip(summarised).Sum(s => s.Tokens);
            Assert.True(left <= budget * SummaryPlan.Full || summarised == 0 || sizes.Count - summarised <= 2, $"{left} of {budget} are left");
        }
    }
}
