using System.Collections.Immutable;
using System.Globalization;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Routing.Policies;

/// <summary>
/// Makes the plan of a named route, in this order: (1) choices whose conditions hold, then fallbacks, then choices of weight 0, each
/// model on each provider once; (2) without those that cannot take the request; (3) weighed by the objective; (4) those that are down last.
/// Pure: how providers are at the moment is told by an argument.
/// </summary>
internal sealed class RouteDecision(Route route, RouteQuestion question, IRoutePolicy policy, Func<UpstreamTarget, RouteOption> look)
{
    private const double DefaultHedgeShare = 0.05;
    private const int LongestReason = 200;

    private readonly RouteRule _rule = route.Rule!;
    private readonly List<RouteOption> _options = [];
    private readonly List<int> _tiers = [];
    private bool _isTooLong, _lacksAbility;
    private long _longest;

    /// <summary>The plan, or why there is none: a fault of the caller's request.</summary>
    public (RoutePlan? Plan, GatewayFault? Fault) Make()
    {
        for (var i = 0; i < _rule.Choices.Length; i++)
            if (_rule.Choices[i].Weight > 0) Take(_rule.Choices[i], i, Tier.Choice);
        var choices = _options.Count;
        for (var i = 0; i < _rule.Fallbacks.Length; i++) Take(_rule.Fallbacks[i], i, Tier.Fallback);
        for (var i = 0; i < _rule.Choices.Length; i++)
            if (!(_rule.Choices[i].Weight > 0)) Take(_rule.Choices[i], i, Tier.Unwanted);
        KeepRoom();
        return _options.Count == 0 ? (null, Refusal()) : (Order(choices), null);
    }

    private void Take(RouteChoice choice, int number, Tier tier)
    {
        if (!RouteConditions.Holds(choice.When, question)) return;
        foreach (var target in choice.Targets)
        {
            if (_options.Exists(o => o.Target.UpstreamModel == target.UpstreamModel && o.Target.Upstream.Name == target.Upstream.Name)) continue;
            if ((question.Needs.Capabilities & RequestNeeds.Hard & ~(target.Capabilities ?? RequestNeeds.Hard)) != 0)
            {
                _lacksAbility = true;
                continue;
            }

            var fit = ContextFits.Of(target, question);
            if (fit == ContextFit.Cannot)
            {
                _isTooLong = true;
                _longest = Math.Max(_longest, target.ContextWindow!.Value);
                continue;
            }

            var option = look(target) with { Model = choice.Model, Choice = number, Weight = choice.Weight };
            var lacks = (question.Needs.Capabilities & ~(target.Capabilities ?? question.Needs.Capabilities)) != 0;
            _options.Add(option);
            _tiers.Add(((option.IsDown ? 1 : 0) << 5) | ((int)fit << 3) | ((int)tier << 1) | (lacks ? 1 : 0));
        }
    }

    /// <summary>Who has no room for the answer that is asked for is left out, unless nobody has.</summary>
    private void KeepRoom()
    {
        if (_tiers.TrueForAll(HasNoRoom)) return;
        for (var i = _options.Count - 1; i >= 0; i--)
        {
            if (!HasNoRoom(_tiers[i])) continue;
            _options.RemoveAt(i);
            _tiers.RemoveAt(i);
        }
    }

    private static bool HasNoRoom(int tier) => (ContextFit)((tier >> 3) & 3) == ContextFit.LacksRoom;

    private RoutePlan Order(int choices)
    {
        var costs = new double[_options.Count];
        var weighed = CountChoices(choices);
        policy.Weigh(question, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_options)[..weighed], costs.AsSpan(0, weighed));
        var order = new int[costs.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        // The index decides among equals, so the operator's order does.
        Array.Sort(order, (a, b) => _tiers[a] != _tiers[b] ? _tiers[a].CompareTo(_tiers[b]) : costs[a] != costs[b] ? costs[a].CompareTo(costs[b]) : a.CompareTo(b));
        var candidates = ImmutableArray.CreateBuilder<UpstreamTarget>(order.Length);
        foreach (var index in order) candidates.Add(_options[index].Target);
        var objective = question.FirstToken;
        return new RoutePlan(candidates.MoveToImmutable())
        {
            Reason = Reason(order[0], weighed),
            FirstTokenObjective = objective,
            HedgeShare = _rule.HedgeShare ?? (objective is null ? 0 : DefaultHedgeShare),
        };
    }

    /// <summary>Choices stand before all others; some may have been left out for want of room.</summary>
    private int CountChoices(int most)
    {
        var count = 0;
        while (count < Math.Min(most, _tiers.Count) && (Tier)((_tiers[count] >> 1) & 3) == Tier.Choice) count++;
        return count;
    }

    private string Reason(int first, int weighed)
    {
        var option = _options[first];
        var why = first < weighed ? policy.Explain(question, option) : first < _options.Count && (Tier)((_tiers[first] >> 1) & 3) == Tier.Fallback ? "no choice is left, a fallback" : "nothing else is left, weight 0";
        var needs = (question.Needs.Capabilities & RequestNeeds.Hard) is not ModelCapabilities.None and var hard ? $", needs {CapabilityWords.Of(hard)}" : "";
        var others = _options.Count switch { 1 => "", 2 => " over 1 other", var all => string.Create(CultureInfo.InvariantCulture, $" over {all - 1} others") };
        var reason = $"{policy.Name}: {why}{needs}; {Chosen(first).Told} at {option.Target.Upstream.Name}{others}{(option.IsDown ? ", all are down" : "")}";
        return reason.Length <= LongestReason ? reason : reason[..LongestReason];
    }

    private RouteChoice Chosen(int index) =>
        (Tier)((_tiers[index] >> 1) & 3) == Tier.Fallback ? _rule.Fallbacks[_options[index].Choice] : _rule.Choices[_options[index].Choice];

    private GatewayFault Refusal() => _isTooLong ? TooLong(question.Size, _longest, $"the models of the route '{route.Model}'")
        : _lacksAbility ? new GatewayFault(FaultKind.InvalidRequest,
            $"No model of the route '{route.Model}' can do what this request needs ({CapabilityWords.Of(question.Needs.Capabilities & RequestNeeds.Hard)}). Nothing was sent to a model. Name a model that can, or leave it out.")
        { Code = "unsupported_capability", Param = "model" }
        : new GatewayFault(FaultKind.InvalidRequest,
            $"The route '{route.Model}' has no model for this request: none of its conditions holds, and it has no fallback. Nothing was sent to a model. Name a model, or ask the operator of this server to add a fallback.")
        { Code = "no_route_choice", Param = "model" };

    /// <summary>400 for a prompt that no context holds.</summary>
    internal static GatewayFault TooLong(PromptSize size, long longest, string whose) => new(FaultKind.InvalidRequest, string.Create(CultureInfo.InvariantCulture,
        $"The prompt has about {size.Tokens:N0} tokens, and the longest context of {whose} is {longest:N0} tokens. Nothing was sent to a model. Shorten the prompt, or name a model with a longer context."))
    { Code = ContextLength.Code, ExceedsContext = true, Param = "model" };

    private enum Tier : byte
    {
        Choice,
        Fallback,
        Unwanted,
    }
}
