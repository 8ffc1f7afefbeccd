using System.Collections.Immutable;
using System.Globalization;

namespace Parley.Providers.Catalogue.Lines;

/// <summary>One line of the catalogue: a model's facts, and one price of it. A model has a line for each price: each time
/// from which it held, each condition, each unit.</summary>
internal sealed record CatalogueLine
{
    /// <summary>Who sells it, by the catalogue's names: <c>openai</c>, <c>google</c>, <c>groq</c>.</summary>
    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary><c>chat</c>, <c>embedding</c>, <c>image</c>, <c>tts</c>, <c>stt</c> and others.</summary>
    public required string Mode { get; init; }

    /// <summary>Of a million tokens, as the three below.</summary>
    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    public decimal? CacheRead { get; init; }

    public decimal? CacheWrite { get; init; }

    /// <summary>Tokens of prompt and answer together.</summary>
    public long? Context { get; init; }

    public long? MaxOutput { get; init; }

    public ImmutableArray<string> Capabilities { get; init; } = [];

    public required string Source { get; init; }

    /// <summary>When the source said so: a year, a month or a day.</summary>
    public required string AsOf { get; init; }

    /// <summary>What <see cref="UnitPrice"/> is paid for (<c>image</c>, <c>minute</c>, <c>1M characters</c>); null for tokens.</summary>
    public string? Unit { get; init; }

    public decimal? UnitPrice { get; init; }

    public string Currency { get; init; } = "USD";

    /// <summary>When the price counts; null for always.</summary>
    public string? Condition { get; init; }

    /// <summary>Since when it holds; null for as long as anybody knows.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment at which it holds no more; null for no end in sight.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>A: the provider's own page; B: several sources; C: one source; D: sources disagree.</summary>
    public required string Confidence { get; init; }

    public string? Notes { get; init; }

    public DateOnly? DeprecationDate { get; init; }

    /// <summary>An operator brought it: it counts before those that Parley came with.</summary>
    public bool IsImported { get; init; }

    public bool HasPrice => (Input ?? Output ?? CacheRead ?? CacheWrite ?? UnitPrice) is not null;

    /// <summary>A later line of the same key takes the place of an earlier one.</summary>
    public string Key => string.Join('\t', Provider, Model.ToLowerInvariant(), Unit, Condition, From?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));

    public bool HoldsAt(DateTimeOffset time) => (From is null || From <= time) && (To is null || time < To);

    public bool SamePrice(CatalogueLine other) =>
        Input == other.Input && Output == other.Output && CacheRead == other.CacheRead && CacheWrite == other.CacheWrite
        && UnitPrice == other.UnitPrice && Currency == other.Currency;

    public bool SameFacts(CatalogueLine other) =>
        Mode == other.Mode && Context == other.Context && MaxOutput == other.MaxOutput && DeprecationDate == other.DeprecationDate
        && Capabilities.Order(StringComparer.Ordinal).SequenceEqual(other.Capabilities.Order(StringComparer.Ordinal));

    /// <summary>The same in all that counts; who said it, when, and the notes do not.</summary>
    public bool Says(CatalogueLine other) =>
        SamePrice(other) && SameFacts(other) && From == other.From && To == other.To && Confidence == other.Confidence;
}
