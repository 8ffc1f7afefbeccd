using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Routes;

/// <summary>
/// Finds the providers behind named routes. What is not there is left out: a route serves with the rest, and one that has
/// nothing left is dead. A route within a route stands for its models, in their order, without its conditions and weights.
/// </summary>
internal sealed class RouteResolver(IReadOnlyCollection<NamedRoute> named, RouteSnapshot models)
{
    private readonly Dictionary<string, NamedRoute> _named = named.ToDictionary(r => r.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, Route?> _resolved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _dead = new(StringComparer.Ordinal);

    /// <summary>Routes that lead nowhere, each with the reason in a sentence.</summary>
    public IReadOnlyDictionary<string, string> Dead => _dead;

    /// <summary>The route; null when nobody is left to serve it.</summary>
    public Route? Resolve(string name)
    {
        if (_resolved.TryGetValue(name, out var known)) return known;
        _resolved[name] = null; // a circle that came together from two sources ends here
        var definition = _named[name];
        var rule = new RouteRule
        {
            Objective = definition.Objective,
            MaxFirstToken = definition.MaxFirstToken,
            Choices = [.. definition.Candidates.Select(Choice).OfType<RouteChoice>()],
            Fallbacks = [.. definition.Fallbacks.Select(f => Choice(new NamedChoice(f, 1, null))).OfType<RouteChoice>()],
            HedgeShare = definition.HedgeShare,
            CacheFor = definition.CacheFor,
        };
        ImmutableArray<UpstreamTarget> targets = [.. rule.Choices.Concat(rule.Fallbacks).SelectMany(c => c.Targets).Distinct()];
        if (targets.IsEmpty)
        {
            _dead[name] = $"The route '{name}' leads nowhere at the moment: nobody serves {string.Join(", ", definition.Names.Distinct())}.";
            return null;
        }

        return _resolved[name] = new Route(name, targets) { Rule = rule, CreatedAt = definition.CreatedAt };
    }

    /// <summary>The names of a route that lead to nobody now.</summary>
    public IReadOnlyList<string> Missing(NamedRoute route) => [.. route.Names.Distinct().Where(n => Find(n) is null)];

    private Route? Find(string model) => _named.ContainsKey(model) ? Resolve(model) : models.Find(model);

    private RouteChoice? Choice(NamedChoice choice) =>
        Find(choice.Model) is { } route ? new RouteChoice(choice.Model, Targets(route)) { AliasOf = route.AliasOf, Weight = choice.Weight, When = choice.When } : null;

    /// <summary>Also a model that no list names keeps its limits: its route is not asked again.</summary>
    private static ImmutableArray<UpstreamTarget> Targets(Route route) => route is not { Rule: null, Limits: { } limits } ? route.Candidates
        : [.. route.Candidates.Select(t => t.ModelLimits?.Knows(route.LimitedAs) == true ? t : t with { ModelLimits = new ModelLimits(route.LimitedAs, limits) { And = t.ModelLimits } })];
}
