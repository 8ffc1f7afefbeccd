using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>What a model may be asked for, by all callers together.</summary>
/// <param name="Model">The name that callers use, under which it is counted.</param>
/// <param name="Limits">How much.</param>
public sealed record ModelLimits(string Model, UpstreamLimits Limits)
{
    /// <summary>The same routes, where a named one knows the limits of the models that it chooses among: it must not lead around them.</summary>
    internal static IEnumerable<Route> Spread(IEnumerable<Route> routes)
    {
        List<Route> all = [.. routes];
        var limited = all.Where(r => r is { Rule: null, Limits: not null }).ToDictionary(r => r.Model, r => new ModelLimits(r.LimitedAs, r.Limits!), StringComparer.Ordinal);
        return limited.Count == 0 ? all : all.Select(r => r.Rule is { } rule ? Know(r, rule, limited) : r);
    }

    private static Route Know(Route route, RouteRule rule, Dictionary<string, ModelLimits> limited)
    {
        // The candidates are the choices' targets in one list.
        var byTarget = new Dictionary<UpstreamTarget, ModelLimits>();
        foreach (var choice in rule.Choices.Concat(rule.Fallbacks))
        {
            if (!limited.TryGetValue(choice.Model, out var limits)) continue;
            foreach (var target in choice.Targets) byTarget.TryAdd(target, limits);
        }

        return route with
        {
            Candidates = [.. route.Candidates.Select(t => byTarget.TryGetValue(t, out var limits) ? t with { ModelLimits = limits } : t)],
            Rule = rule with { Choices = Know(rule.Choices, limited), Fallbacks = Know(rule.Fallbacks, limited) },
        };
    }

    private static ImmutableArray<RouteChoice> Know(ImmutableArray<RouteChoice> choices, Dictionary<string, ModelLimits> limited) =>
        [.. choices.Select(c => limited.TryGetValue(c.Model, out var limits) ? c with { Targets = [.. c.Targets.Select(t => t with { ModelLimits = limits })] } : c)];
}
