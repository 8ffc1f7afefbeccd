using System.Collections.Immutable;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing.Classifying;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;
using Parley.Gateway.Routing.Policies;

namespace Parley.Gateway.Routing;

/// <summary>Makes a request's plan. What it costs a request for a plain model is a look at each candidate, and no memory;
/// a named route reads the body once more, and takes the prompt apart only where the kind of request counts.</summary>
internal sealed class RouteChooser(UpstreamHealthBook health, LearnedLatencies latencies, RoutePolicies policies, Dice dice)
{
    private const double DefaultHedgeShare = 0.05;
    private const double UsualConcurrency = 100;
    private const int FewestSamples = 40;

    /// <summary>Whom to call, in which order. Throws <see cref="GatewayFaultException"/> (400) for a request that nobody there can take.</summary>
    public RoutePlan Plan(LlmRequest request)
    {
        var route = request.Route!;
        // What goes on from a broken answer was decided already: those that are left, in their order.
        return route.Rule is null || request.Continues is not null ? PlanModel(request, route) : PlanNamed(request, route, route.Rule);
    }

    private RoutePlan PlanModel(LlmRequest request, Route route)
    {
        var plan = route.InOrder;
        var atMost = PromptSize.AtMost(request.Body.Length);
        var isLong = false;
        foreach (var candidate in route.Candidates)
        {
            if (candidate.ContextWindow < atMost) isLong = true;
            if (route.Candidates.Length > 1 && ReferenceEquals(plan, route.InOrder) && health.Of(candidate.Upstream).IsDown) plan = new RoutePlan([.. route.Candidates.OrderBy(c => health.Of(c.Upstream).IsDown)]);
        }

        if (isLong && request.Operation == LlmOperation.Generate) plan = Fitting(request, plan);
        return request.MaxFirstToken is { } objective ? plan with { FirstTokenObjective = objective, HedgeShare = DefaultHedgeShare } : plan;
    }

    /// <summary>Without those whose context is certainly too short.</summary>
    private static RoutePlan Fitting(LlmRequest request, RoutePlan plan)
    {
        var size = PromptSize.Measure(request.Body.Span);
        if (plan.Candidates.All(c => !(c.ContextWindow < size.AtLeast))) return plan;
        ImmutableArray<UpstreamTarget> some = [.. plan.Candidates.Where(c => !(c.ContextWindow < size.AtLeast))];
        if (some.IsEmpty) throw new GatewayFaultException(RouteDecision.TooLong(size, plan.Candidates.Max(c => c.ContextWindow!.Value), $"the model '{request.Route!.Model}'"));
        return new RoutePlan(some);
    }

    private RoutePlan PlanNamed(LlmRequest request, Route route, RouteRule rule)
    {
        var policy = policies.Find(rule.Objective);
        var isChat = request.Operation.IsOfConversation();
        if (policy.NeedsContext && !isChat)
            throw GatewayFaultException.Invalid($"The route '{route.Model}' chooses among chat models by what a person said. Name the model to use for this operation.", "model");
        var size = isChat || request.Operation == LlmOperation.Embed ? PromptSize.Measure(request.Body.Span) : default;
        var needs = RequestNeeds.Read(request);
        var question = new RouteQuestion
        {
            Size = size,
            Needs = needs,
            Kind = policy.NeedsContext || RouteConditions.NeedContext(rule) ? Classify(request, size, needs) : null,
            Stream = request.Envelope.Stream,
            Tags = request.Tags,
            KeyId = request.Caller.KeyId,
            UserId = request.Caller.UserId,
            FirstToken = request.MaxFirstToken ?? rule.MaxFirstToken ?? policy.FirstTokenObjective,
            Seed = dice.Next(),
        };
        var (plan, fault) = new RouteDecision(route, question, policy, Look).Make();
        return plan is null ? throw new GatewayFaultException(fault!) : request.Envelope.Stream ? Hurried(plan) : plan;
    }

    /// <summary>Where second calls are wanted but no time for the first token: one in twenty first calls is late, by what was learned. A second
    /// call is made at half of the objective, so that is twice the time that one in twenty exceeds.</summary>
    private RoutePlan Hurried(RoutePlan plan)
    {
        if (plan is not { HedgeShare: > 0, FirstTokenObjective: null, Candidates: [var first, _, ..] }) return plan;
        return latencies.Find(first.Upstream.Name, first.UpstreamModel) is { Samples: >= FewestSamples, FirstTokenP95: { } late } ? plan with { FirstTokenObjective = late * 2 } : plan;
    }

    /// <summary>The kind of request; null for operations without a prompt, and for a prompt that only its own vendor may understand.</summary>
    private static ClassifiedRequest? Classify(LlmRequest request, PromptSize size, RequestNeeds needs)
    {
        if (request.ReadPrompt is null) return null;
        try
        {
            // A long prompt is known by its size, and is the one that would take longest to take apart.
            var words = size.Tokens >= ContextClassifier.LongPrompt ? default : LastWords.Of(request.Prompt);
            return ContextClassifier.Classify(words, size.Tokens, needs.Capabilities);
        }
        catch (GatewayFaultException)
        {
            return null;
        }
    }

    private RouteOption Look(UpstreamTarget target)
    {
        var upstream = health.Of(target.Upstream);
        var learned = latencies.Glance(target);
        var most = target.Upstream.Limits.Concurrency is > 0 and var limit ? limit : UsualConcurrency;
        return new RouteOption(target, "", 0, 1, learned, upstream.InFlight / most, Math.Max(learned.FailureShare, upstream.Risk()), upstream.IsDown);
    }
}
