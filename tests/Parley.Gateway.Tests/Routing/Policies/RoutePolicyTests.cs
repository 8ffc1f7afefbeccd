using Parley.Gateway.Routing.Classifying;
using Parley.Gateway.Routing.Policies;
using static Parley.Gateway.Tests.Routing.Policies.Options;

namespace Parley.Gateway.Tests.Routing.Policies;

/// <summary>The objectives, without clocks or threads.</summary>
public sealed class RoutePolicyTests
{
    [Fact]
    public void The_cheapest_is_first_and_what_has_no_price_last() =>
        Assert.Equal("c b a d", Order(new CheapestPolicy(), Question(), Option("a", price: 3), Option("b", price: 2), Option("c", price: 1), Option("d")));

    [Fact]
    public void The_price_is_that_of_this_request_not_of_a_list()
    {
        // "in" charges for prompts, "out" for answers.
        var (input, output) = (Option("in"), Option("out"));
        input = input with { Target = input.Target with { InputPrice = 10, OutputPrice = 0 } };
        output = output with { Target = output.Target with { InputPrice = 1, OutputPrice = 20 } };
        Assert.Equal("in out", Order(new CheapestPolicy(), Question(tokens: 100), input, output));
        Assert.Equal("out in", Order(new CheapestPolicy(), Question(tokens: 10_000), input, output));
        var brief = Question(tokens: 1000) with { Needs = new RequestNeeds(default, MaxOutput: 1) };
        Assert.Equal("out in", Order(new CheapestPolicy(), brief, input, output));
    }

    [Fact]
    public void Of_equally_cheap_ones_the_faster_is_first_and_one_that_fails_is_dear() =>
        Assert.Equal("b a c", Order(new CheapestPolicy(), Question(), Option("a", 0.9, 1), Option("b", 0.1, 1), Option("c", 0.1, price: 0.9m, failures: 0.5)));

    [Fact]
    public void The_fastest_gets_what_is_not_tried_out()
    {
        var shares = Shares(new FastestPolicy(), seed => Question(seed: seed), Option("slow", 2, idle: 5), Option("fast", 0.2), Option("slower", 3, idle: 9));
        Assert.InRange(shares["fast"], 0.97, 0.99);
        Assert.InRange(shares["slower"], 0.01, 0.03); // the one that was not tried for longest
        Assert.Equal(0, shares["slow"]);
    }

    [Fact]
    public void What_is_about_as_fast_shares_the_load()
    {
        var shares = Shares(new FastestPolicy(), seed => Question(seed: seed), Option("a", 0.20), Option("b", 0.22), Option("c", 0.21));
        Assert.InRange(shares["a"], 0.4, 0.7);
        Assert.InRange(shares["b"], 0.05, 0.3);
        shares = Shares(new FastestPolicy(), seed => Question(seed: seed), Option("a", 0.20, load: 0.15), Option("b", 0.20));
        Assert.InRange(shares["b"], 0.7, 0.8);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_was_never_called_gets_trials_neither_all_nor_none(bool vr)
    {
        IRoutePolicy policy = vr ? new VrPolicy() : new FastestPolicy();
        var shares = Shares(policy, seed => Question(seed: seed), Option("known", 0.3), Option("new", idle: double.PositiveInfinity));
        Assert.InRange(shares["new"], 0.15, 0.6);
        shares = Shares(policy, seed => Question(seed: seed), Option("a"), Option("b"), Option("c"));
        Assert.All(shares.Values, share => Assert.InRange(share, 0.25, 0.42));
    }

    [Fact]
    public void Vr_tries_nothing_out_as_long_as_the_objective_is_met()
    {
        var shares = Shares(new VrPolicy(), seed => Question(seed: seed), Option("timely", 0.6), Option("slow", 1.5));
        Assert.Equal(1, shares["timely"], 6);
        shares = Shares(new VrPolicy(), seed => Question(seed: seed), Option("late", 0.8), Option("later", 1.9));
        Assert.InRange(shares["later"], 0.01, 0.03);
        Assert.Equal(TimeSpan.FromMilliseconds(700), ((IRoutePolicy)new VrPolicy()).FirstTokenObjective);
    }

    [Fact]
    public void Where_nothing_is_streamed_the_whole_answer_counts()
    {
        var (eager, brief) = (Option("eager"), Option("brief"));
        eager = eager with { Learned = eager.Learned with { FirstToken = 0.1, Whole = 9 } };
        brief = brief with { Learned = brief.Learned with { FirstToken = 0.5, Whole = 1 } };
        Assert.Equal("eager brief", Order(new FastestPolicy(), Question(), eager, brief));
        Assert.Equal("brief eager", Order(new FastestPolicy(), Question(stream: false), eager, brief));
    }

    [Fact]
    public void Quality_is_the_operators_weight_then_the_price_of_the_answer()
    {
        var policy = new QualityPolicy();
        Assert.Equal("b a", Order(policy, Question(), Option("a", price: 60), Option("b", price: 5, weight: 2)));
        Assert.Equal("a b c", Order(policy, Question(), Option("c"), Option("b", price: 5), Option("a", price: 60)));
        Assert.Equal("b a", Order(policy, Question(), Option("a", price: 60, failures: 0.6), Option("b", price: 5)));
        Assert.Equal("b a", Order(policy, Question(), Option("a", wait: 3, price: 5), Option("b", wait: 1, price: 5)));
    }

    [Fact]
    public void Weights_are_shares()
    {
        var shares = Shares(new BalancedPolicy(), seed => Question(seed: seed), Option("a", 0.3, weight: 3, choice: 0), Option("b", 0.5, weight: 1, choice: 1), Option("c", 0.7, weight: 1, choice: 2));
        Assert.InRange(shares["a"], 0.58, 0.62);
        Assert.InRange(shares["b"], 0.18, 0.22);
        Assert.InRange(shares["c"], 0.18, 0.22);
    }

    [Fact]
    public void Who_is_very_slow_or_fails_loses_most_of_its_share_but_for_trials()
    {
        var slow = Shares(new BalancedPolicy(), seed => Question(seed: seed), Option("a", 6, weight: 3, choice: 0), Option("b", 0.3, choice: 1));
        Assert.InRange(slow["a"], 0.01, 0.12);
        var failing = Shares(new BalancedPolicy(), seed => Question(seed: seed), Option("a", 0.3, weight: 3, failures: 0.9, choice: 0), Option("b", 0.3, choice: 1));
        Assert.InRange(failing["a"], 0.01, 0.06);
    }

    [Fact]
    public void A_model_of_two_providers_has_one_share()
    {
        var shares = Shares(new BalancedPolicy(), seed => Question(seed: seed), Option("a1", choice: 0), Option("a2", choice: 0, failures: 0.2), Option("b", choice: 1));
        Assert.InRange(shares["b"], 0.48, 0.52);
        Assert.Equal(0, shares["a2"]);
    }

    [Theory]
    [InlineData(RequestContext.Greeting, null, "cheap mid best")]
    [InlineData(RequestContext.Conversation, null, "cheap mid best")]
    [InlineData(RequestContext.Conversation, "priority:high", "mid cheap best")]
    [InlineData(RequestContext.Technical, null, "best mid cheap")]
    [InlineData(RequestContext.Technical, "a, Priority=low", "cheap mid best")]
    [InlineData(RequestContext.Creative, null, "best mid cheap")]
    [InlineData(RequestContext.Long, null, "cheap mid best")]
    [InlineData(RequestContext.Long, "priority:high", "best mid cheap")]
    [InlineData(null, null, "cheap mid best")]
    internal void Auto_chooses_by_the_kind_of_request(RequestContext? kind, string? tags, string expected) =>
        Assert.Equal(expected, Order(new AutoPolicy(), Question(kind: kind, tags: tags), Option("mid", wait: 0.3, price: 5), Option("best", wait: 1.2, price: 25), Option("cheap", wait: 0.5, price: 0.5m)));

    [Fact]
    public void Auto_takes_nothing_absurdly_dear_and_what_is_slow_for_talk_only_when_it_is_much_cheaper()
    {
        Assert.Equal("best absurd", Order(new AutoPolicy(), Question(kind: RequestContext.Technical), Option("absurd", price: 600), Option("best", price: 25)));
        Assert.Equal("quick slow", Order(new AutoPolicy(), Question(kind: RequestContext.Conversation), Option("slow", wait: 4, price: 0.4m), Option("quick", wait: 0.3, price: 0.5m)));
    }
}
