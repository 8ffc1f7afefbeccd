using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Gateway.Routing.Policies;

/// <summary>The objectives that this build knows, by name. Two of one name stop the start.</summary>
public sealed class RoutePolicies
{
    /// <summary>The objective of a route that names none.</summary>
    public const string Default = "balanced";

    private readonly FrozenDictionary<string, IRoutePolicy> _byName;

    internal RoutePolicies(IEnumerable<IRoutePolicy> policies)
    {
        _byName = policies.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
        Names = [.. _byName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names that a route may have as its objective, in alphabetical order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Adds the objectives: a new one is a line here.</summary>
    internal static IServiceCollection Add(IServiceCollection services) => services
        .AddSingleton<IRoutePolicy, AutoPolicy>()
        .AddSingleton<IRoutePolicy, BalancedPolicy>()
        .AddSingleton<IRoutePolicy, CheapestPolicy>()
        .AddSingleton<IRoutePolicy, FastestPolicy>()
        .AddSingleton<IRoutePolicy, QualityPolicy>()
        .AddSingleton<IRoutePolicy, VrPolicy>()
        .AddSingleton(p => new RoutePolicies(p.GetServices<IRoutePolicy>()));

    /// <summary>A policy by its name. The app checks names before it makes a route of them; one that a newer version wrote is balanced.</summary>
    internal IRoutePolicy Find(string name) => _byName.TryGetValue(name, out var policy) ? policy : _byName[Default];
}
