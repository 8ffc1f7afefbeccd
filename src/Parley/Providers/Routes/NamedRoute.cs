using System.Collections.Immutable;
using Parley.Providers.Model;

namespace Parley.Providers.Routes;

/// <summary>A named route as it was asked for, checked; which providers it reaches is not said here.</summary>
internal sealed record NamedRoute
{
    public required string Name { get; init; }

    public required ProviderOrigin Origin { get; init; }

    public string Objective { get; init; } = "balanced";

    public TimeSpan? MaxFirstToken { get; init; }

    public required ImmutableArray<NamedChoice> Candidates { get; init; }

    /// <summary>Models or routes, in order.</summary>
    public ImmutableArray<string> Fallbacks { get; init; } = [];

    public double? HedgeShare { get; init; }

    public TimeSpan? CacheFor { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>All names that it leads to.</summary>
    public IEnumerable<string> Names => Candidates.Select(c => c.Model).Concat(Fallbacks);
}
