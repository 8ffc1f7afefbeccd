using System.Collections.Immutable;
using System.Text.Json;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>What an operator decided about a model, in memory.</summary>
internal sealed record KnownSettings(string Id)
{
    public bool Enabled { get; init; } = true;

    public ImmutableArray<string> Aliases { get; init; } = [];

    public long? ContextWindow { get; init; }

    public long? MaxOutputTokens { get; init; }

    /// <summary>Null for none.</summary>
    public CallerLimits? Limits { get; init; }

    /// <summary>0 while nobody decided anything.</summary>
    public long Version { get; init; }

    /// <summary>Something differs from what would be without any decision.</summary>
    public bool SaysAnything => !Enabled || !Aliases.IsEmpty || ContextWindow is not null || MaxOutputTokens is not null || Limits is not null;

    public static KnownSettings Of(ModelSettings row) => new(row.Id)
    {
        Enabled = row.Enabled,
        Aliases = AliasesOf(row),
        ContextWindow = row.ContextWindow,
        MaxOutputTokens = row.MaxOutputTokens,
        Limits = row is { RequestsPerMinute: null, TokensPerMinute: null, Concurrency: null } ? null : new CallerLimits(row.RequestsPerMinute, row.TokensPerMinute, row.Concurrency),
        Version = row.Version,
    };

    /// <summary>The limits as the engine takes them.</summary>
    public UpstreamLimits? ToUpstream() => Limits is { } limits ? new UpstreamLimits(limits.Concurrency ?? 0, limits.RequestsPerMinute, limits.TokensPerMinute) : null;

    public static ImmutableArray<string> AliasesOf(ModelSettings row) => JsonSerializer.Deserialize<ImmutableArray<string>>(row.Aliases);
}
