namespace Parley.Providers.Catalogue.Settings;

/// <summary>The row of what an operator decided about a model, by the name that callers use. Null: as the catalogue says, or no limit.</summary>
internal sealed class ModelSettings
{
    public required string Id { get; init; }

    /// <summary>False: callers are told that there is no such model.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Further names, as a JSON list.</summary>
    public string Aliases { get; set; } = "[]";

    public long? ContextWindow { get; set; }

    public long? MaxOutputTokens { get; set; }

    public long? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    public int? Concurrency { get; set; }

    /// <summary>1 at first, one more with each change.</summary>
    public long Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
