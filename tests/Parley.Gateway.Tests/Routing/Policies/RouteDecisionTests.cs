using CsCheck;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Classifying;
using Parley.Gateway.Routing.Policies;
using static Parley.Gateway.Tests.Routing.Policies.Options;

namespace Parley.Gateway.Tests.Routing.Policies;

public sealed class RouteDecisionTests
{
    private static readonly UpstreamTarget A = Target("a", 1, 1), B = Target("b", 2, 2), C = Target("c", 3, 3);

    [Fact]
    public void Fallbacks_follow_the_choices_in_their_order()
    {
        var rule = Rule("cheapest", Choice(B), Choice(A)) with { Fallbacks = [Choice(C), Choice(A)] };
        Assert.Equal("a b c", Names(Make(rule).Plan!));
    }

    [Fact]
    public void Choices_whose_conditions_do_not_hold_are_left_out_and_fallbacks_stand_in()
    {
        var technical = new RouteCondition { Contexts = ["technical"] };
        var rule = Rule("cheapest", Choice(A, when: technical), Choice(B, when: technical)) with { Fallbacks = [Choice(C)] };
        Assert.Equal("a b c", Names(Make(rule, Question(kind: RequestContext.Technical)).Plan!));
        var (plan, _) = Make(rule, Question(kind: RequestContext.Greeting));
        Assert.Equal("c", Names(plan!));
        Assert.Equal("cheapest: no choice is left, a fallback; c at p-c", plan!.Reason);
        Assert.Equal((FaultKind.InvalidRequest, "no_route_choice"), Of(Make(rule with { Fallbacks = [] }, Question(kind: RequestContext.Greeting)).Fault));
    }

    [Fact]
    public void Weight_0_is_for_when_nothing_else_is_left()
    {
        var rule = Rule("cheapest", Choice(A, weight: 0), Choice(B)) with { Fallbacks = [Choice(C)] };
        Assert.Equal("b c a", Names(Make(rule).Plan!));
        Assert.Equal("a", Names(Make(Rule("balanced", Choice(A, weight: 0))).Plan!));
    }

    [Fact]
    public void Those_that_are_down_come_last()
    {
        var rule = Rule("cheapest", Choice(A), Choice(B)) with { Fallbacks = [Choice(C)] };
        Assert.Equal("b c a", Names(Make(rule, down: "p-a").Plan!));
        Assert.EndsWith("all are down", Make(Rule("cheapest", Choice(A)), down: "p-a").Plan!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_on_a_provider_stands_once() =>
        Assert.Equal("a b", Names(Make(Rule("cheapest", Choice(A), Choice(A), Choice(B)) with { Fallbacks = [Choice(B), Choice(A)] }).Plan!));

    [Fact]
    public void A_context_that_is_too_short_is_left_out()
    {
        var (small, large, unknown) = (Target("s", 1, 1, window: 4_000), Target("l", 2, 2, window: 200_000), Target("u", 3, 3));
        var rule = Rule("cheapest", Choice(small), Choice(large), Choice(unknown));
        Assert.Equal("s l u", Names(Make(rule, Question(tokens: 3_000)).Plan!));
        Assert.Equal("l u", Names(Make(rule, Question(tokens: 5_000)).Plan!));
        // Room for the answer counts.
        Assert.Equal("l u", Names(Make(rule, Question(tokens: 3_000) with { Needs = new RequestNeeds(default, 2_000) }).Plan!));
        // Where only the estimate says so, it may fit: behind those that do.
        Assert.Equal("l u s", Names(Make(rule, Question() with { Size = new PromptSize(5_000, 3_500) }).Plan!));
    }

    [Fact]
    public void When_no_context_is_long_enough_the_caller_is_told_both_lengths()
    {
        var (_, fault) = Make(Rule("cheapest", Choice(Target("s", window: 4_000)), Choice(Target("m", window: 8_000))), Question(tokens: 9_000));
        Assert.Equal((FaultKind.InvalidRequest, "context_length_exceeded"), Of(fault));
        Assert.Contains("9,000", fault!.Message, StringComparison.Ordinal);
        Assert.Contains("8,000", fault.Message, StringComparison.Ordinal);
        // A prompt that fits is not refused for the answer that it asks for: the vendor decides.
        Assert.NotNull(Make(Rule("cheapest", Choice(Target("s", window: 4_000))), Question(tokens: 3_000) with { Needs = new RequestNeeds(default, 4_000) }).Plan);
    }

    [Fact]
    public void What_a_model_cannot_do_is_not_asked_of_it()
    {
        var (blind, seeing, unknown) = (Target("b", 1, 1, can: ModelCapabilities.Tools), Target("s", 2, 2, can: ModelCapabilities.Vision), Target("u", 3, 3));
        var pictures = Question() with { Needs = new RequestNeeds(ModelCapabilities.Vision, null) };
        Assert.Equal("s u", Names(Make(Rule("cheapest", Choice(blind), Choice(seeing), Choice(unknown)), pictures).Plan!));
        Assert.Contains("needs vision", Make(Rule("cheapest", Choice(seeing)), pictures).Plan!.Reason, StringComparison.Ordinal);
        Assert.Equal((FaultKind.InvalidRequest, "unsupported_capability"), Of(Make(Rule("cheapest", Choice(blind)), pictures).Fault));
        // Without a schema a model can still answer: it only comes later.
        var schema = Question() with { Needs = new RequestNeeds(ModelCapabilities.StructuredOutput, null) };
        Assert.Equal("u b s", Names(Make(Rule("cheapest", Choice(blind), Choice(seeing), Choice(unknown)), schema).Plan!));
    }

    [Fact]
    public void The_reason_names_the_model_and_the_alias_by_which_it_was_chosen()
    {
        Assert.Contains("; gpt-x (alias smart) at ", Make(Rule("cheapest", new RouteChoice("smart", [A]) { AliasOf = "gpt-x" })).Plan!.Reason, StringComparison.Ordinal);
        var fallen = Rule("cheapest", new RouteChoice("never", [B]) { When = new RouteCondition { Tags = ["none"] } }) with { Fallbacks = [new RouteChoice("spare", [A]) { AliasOf = "gpt-y" }] };
        Assert.Contains("a fallback; gpt-y (alias spare) at ", Make(fallen).Plan!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_are_told_in_the_catalogues_words()
    {
        var question = Question() with { Needs = new RequestNeeds(ModelCapabilities.AudioInput | ModelCapabilities.Tools, null) };
        Assert.Contains("needs audio_in, tools;", Make(Rule("cheapest", Choice(Target("u", 1, 1))), question).Plan!.Reason, StringComparison.Ordinal);
        Assert.Contains("(audio_in, tools)", Make(Rule("cheapest", Choice(Target("b", 1, 1, can: ModelCapabilities.None))), question).Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_objective_for_the_first_token_brings_hedges()
    {
        var rule = Rule("fastest", Choice(A), Choice(B));
        Assert.Equal((null, 0.0), Hedging(Make(rule).Plan!));
        var hurried = Question() with { FirstToken = TimeSpan.FromMilliseconds(400) };
        Assert.Equal((TimeSpan.FromMilliseconds(400), 0.05), Hedging(Make(rule, hurried).Plan!));
        Assert.Equal((TimeSpan.FromMilliseconds(400), 0.0), Hedging(Make(rule with { HedgeShare = 0 }, hurried).Plan!));
        Assert.Equal((null, 0.1), Hedging(Make(rule with { HedgeShare = 0.1 }).Plan!));
    }

    /// <summary>Whatever a rule says: a plan names only the rule's targets, each once; the reason is short; those that are down are behind those that are not.</summary>
    [Fact]
    public void Laws_of_plans()
    {
        var names = new[] { "a", "b", "c", "d", "e" };
        var choice = Gen.Select(Gen.OneOf(names), Gen.OneOf(0.0, 1, 3), Gen.OneOf<long?>(null, 1_000, 50_000), Gen.Bool, (name, weight, window, technical) =>
            Choice(Target(name, 1, 1, window), weight, technical ? new RouteCondition { Contexts = ["technical"] } : null));
        Gen.Select(choice.Array[1, 5], choice.Array[0, 3], Gen.OneOf([.. RoutePolicies.Names]), Gen.Long[1, 100_000], Gen.ULong, Gen.OneOf(names)).Sample((choices, fallbacks, objective, tokens, seed, down) =>
        {
            var rule = Rule(objective, choices) with { Fallbacks = [.. fallbacks] };
            var (plan, fault) = Make(rule, Question(tokens, kind: seed % 2 == 0 ? RequestContext.Technical : null, seed: seed), "p-" + down);
            if (plan is null) return fault is { Kind: FaultKind.InvalidRequest };
            var used = plan.Candidates.Select(c => c.UpstreamModel).ToList();
            return used.Count > 0 && used.Distinct().Count() == used.Count && used.All(name => choices.Concat(fallbacks).Any(c => c.Model == name))
                && used.IndexOf(down) is var at && (at < 0 || at == used.Count - 1) && plan.Candidates.All(c => c.ContextWindow is not { } window || window >= tokens)
                && plan.Reason is { Length: > 0 and <= 200 };
        });
    }

    private static (RoutePlan? Plan, GatewayFault? Fault) Make(RouteRule rule, RouteQuestion? question = null, string? down = null) =>
        new RouteDecision(new Route("r", [A]) { Rule = rule }, question ?? Question(), Choosers.Policies.Find(rule.Objective),
            t => Option(t.UpstreamModel) with { Target = t, IsDown = t.Upstream.Name == down }).Make();

    private static string Names(RoutePlan plan) => string.Join(' ', plan.Candidates.Select(c => c.UpstreamModel));

    private static (FaultKind, string?) Of(GatewayFault? fault) => (fault!.Kind, fault.Code);

    private static (TimeSpan?, double) Hedging(RoutePlan plan) => (plan.FirstTokenObjective, plan.HedgeShare);
}
