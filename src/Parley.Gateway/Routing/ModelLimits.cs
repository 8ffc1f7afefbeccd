using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>What a model may be asked for, by all callers together.</summary>
/// <param name="Model">The name that callers use, under which it is counted.</param>
/// <param name="Limits">How much.</param>
public sealed record ModelLimits(string Model, UpstreamLimits Limits)
{
    /// <summary>Further limits that hold beside these: a model's as a whole beside those of the model at one provider. Null for none.</summary>
    public ModelLimits? And { get; init; }

    /// <summary>Whether what a model may be asked for is among them.</summary>
    public bool Knows(string model) => Model == model || And?.Knows(model) == true;

    /// <summary>The same routes, where a named one knows the limits of the models that it chooses among: it must not lead around them, by whatever
    /// name it calls them.</summary>
    internal static IEnumerable<Route> Spread(IEnumerable<Route> routes)
    {
        List<Route> all = [.. routes];
        var limited = new Dictionary<(string Provider, string Model), ModelLimits>();
        foreach (var route in all)
        {
            if (route is not { Rule: null, Limits: { } limits }) continue;
            foreach (var target in route.Candidates) limited.TryAdd((target.Upstream.Name, target.UpstreamModel), new ModelLimits(route.LimitedAs, limits));
        }

        return limited.Count == 0 ? all : all.Select(r => r.Rule is { } rule ? Know(r, rule, limited) : r);
    }

    private static Route Know(Route route, RouteRule rule, Dictionary<(string, string), ModelLimits> limited) => route with
    {
        Candidates = Know(route.Candidates, limited),
        Rule = rule with
        {
            Choices = [.. rule.Choices.Select(c => c with { Targets = Know(c.Targets, limited) })],
            Fallbacks = [.. rule.Fallbacks.Select(c => c with { Targets = Know(c.Targets, limited) })],
        },
    };

    private static ImmutableArray<UpstreamTarget> Know(ImmutableArray<UpstreamTarget> targets, Dictionary<(string, string), ModelLimits> limited) =>
        [.. targets.Select(t => limited.TryGetValue((t.Upstream.Name, t.UpstreamModel), out var limits) && t.ModelLimits?.Knows(limits.Model) != true
            ? t with { ModelLimits = limits with { And = t.ModelLimits } } : t)];
}
