using System.Collections.Immutable;

namespace Parley.Providers.Registry;

/// <summary>What an operator said of a model; null members say nothing.</summary>
internal sealed record ModelSetting
{
    /// <summary>Callers may ask for it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Other names of it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    public long? ContextWindow { get; init; }

    public long? MaxOutputTokens { get; init; }
}
