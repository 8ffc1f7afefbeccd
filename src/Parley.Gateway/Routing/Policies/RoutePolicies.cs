using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Gateway.Routing.Policies;

/// <summary>The objectives that this build knows, by name. Two of one name stop the start.</summary>
public sealed class RoutePolicies
{
    /// <summary>The objective of a route that names none.</summary>
    public const string Default = "balanced";

    /// <summary>A new objective is a line here.</summary>
    private static readonly IRoutePolicy[] All =
    [
        new AutoPolicy(),
        new BalancedPolicy(),
        new CheapestPolicy(),
        new FastestPolicy(),
        new QualityPolicy(),
        new VrPolicy(),
    ];

    private readonly FrozenDictionary<string, IRoutePolicy> _byName;

    internal RoutePolicies(IEnumerable<IRoutePolicy> policies)
    {
        _byName = policies.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
    }

    /// <summary>The names that a route may have as its objective, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(p => p.Name).Order(StringComparer.Ordinal)];

    internal static IServiceCollection Add(IServiceCollection services)
    {
        foreach (var policy in All) services.AddSingleton(policy);
        return services.AddSingleton(p => new RoutePolicies(p.GetServices<IRoutePolicy>()));
    }

    /// <summary>A policy by its name. The app checks names before it makes a route of them; one that a newer version wrote is balanced.</summary>
    internal IRoutePolicy Find(string name) => _byName.TryGetValue(name, out var policy) ? policy : _byName[Default];
}
