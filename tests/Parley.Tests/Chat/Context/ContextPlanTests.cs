using Parley.Chat.Context;

namespace Parley.Tests.Chat.Context;

public sealed class ContextPlanTests
{
    [Fact]
    public void What_fits_is_given_whole_without_the_summary() =>
        Assert.Equal(new ContextPlan(0, false, 0), ContextPlan.Make(Talk(10, 10, 10, 10, 10), summarised: 2, summaryTokens: 5, budget: 50));

    [Fact]
    public void What_does_not_fit_is_given_in_short_where_there_is_a_summary() =>
        Assert.Equal(new ContextPlan(2, true, 0), ContextPlan.Make(Talk(100, 100, 10, 10, 10), summarised: 2, summaryTokens: 20, budget: 60));

    [Fact]
    public void What_is_neither_given_nor_in_the_summary_is_told()
    {
        Assert.Equal(new ContextPlan(4, true, 2), ContextPlan.Make(Talk(100, 100, 30, 30, 10), summarised: 2, summaryTokens: 20, budget: 40));
        Assert.Equal(new ContextPlan(4, false, 4), ContextPlan.Make(Talk(100, 100, 30, 30, 10), summarised: 0, summaryTokens: 0, budget: 40));
    }

    [Fact]
    public void What_is_given_begins_with_a_question()
    {
        // The answer at 3 would fit, and means nothing without its question.
        Assert.Equal(new ContextPlan(4, false, 4), ContextPlan.Make(Talk(50, 50, 50, 5, 5), 0, 0, 20));
    }

    [Fact]
    public void A_message_that_does_not_fit_is_not_cut() => Assert.Null(ContextPlan.Make(Talk(10, 10, 100), 0, 0, 99));

    [Fact]
    public void A_summary_that_leaves_no_room_is_not_used() =>
        Assert.Equal(new ContextPlan(4, false, 4), ContextPlan.Make(Talk(50, 50, 50, 50, 30), summarised: 2, summaryTokens: 35, budget: 40));

    /// <summary>Whatever the sizes: nothing is cut, what is given fits, and every message is given, summarised or counted as left out.</summary>
    [Fact]
    public void Nothing_is_lost_silently()
    {
        var dice = new Random(7);
        for (var round = 0; round < 5000; round++)
        {
            var sizes = Talk([.. Enumerable.Range(0, 1 + dice.Next(30)).Select(_ => (long)dice.Next(1, 100))]);
            var summarised = dice.Next(sizes.Count);
            var (summary, budget) = (dice.Next(1, 100), dice.Next(1, 1500));
            if (ContextPlan.Make(sizes, summarised, summary, budget) is not { } plan)
            {
                Assert.True(sizes[^1].Tokens > budget);
                continue;
            }

            Assert.InRange(plan.First, 0, sizes.Count - 1);
            Assert.True(sizes.Skip(plan.First).Sum(s => s.Tokens) + (plan.UsesSummary ? summary : 0) <= budget);
            Assert.Equal(plan.First, plan.LeftOut + (plan.UsesSummary ? summarised : 0));
            Assert.True(plan.First == 0 || plan.First == sizes.Count - 1 || plan.First == summarised || sizes[plan.First].IsQuestion);
        }
    }

    [Theory, InlineData(null, null, 0), InlineData(8_000L, null, 300), InlineData(8_000L, 50_000L, 300), InlineData(1_000_000L, 64_000L, 5_000)]
    public void The_budget_leaves_room_for_the_answer(long? window, long? answer, long system)
    {
        var budget = ContextBudget.Of(window, answer, system);
        var whole = window ?? ContextBudget.UnknownWindow;
        Assert.InRange(budget.History, whole / 4, whole - Math.Min(answer ?? 8_192, whole / 4) - system - budget.Memories);
        Assert.InRange(budget.Memories, 1, 2_000);
    }

    internal static List<MessageSize> Talk(params long[] tokens) => [.. tokens.Select((t, i) => new MessageSize(t, i % 2 == 0))];
}
