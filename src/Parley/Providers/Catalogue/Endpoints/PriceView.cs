using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>A price as it is shown: decimals as text, and nothing of what is not known.</summary>
internal sealed class PriceView
{
    [Description("Of a million tokens of the prompt, as the three below."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Input { get; init; }

    [Description("Of a million tokens of the answer."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Output { get; init; }

    [Description("Of a million tokens read from the vendor's cache."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CacheRead { get; init; }

    [Description("Of a million tokens written to the vendor's cache."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CacheWrite { get; init; }

    [Description("What unitPrice is paid for: image, minute, 1M characters and others."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    [Description("Of one unit."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UnitPrice { get; init; }

    public required string Currency { get; init; }

    [Description("When it counts; without it, always."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Condition { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EffectiveFrom { get; init; }

    [Description("The first moment at which it holds no more."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EffectiveTo { get; init; }

    [Description("Whose price it is, by the catalogue's names.")]
    public required string Seller { get; init; }

    public required string Source { get; init; }

    [Description("When the source said so: a year, a month or a day.")]
    public required string AsOf { get; init; }

    [Description("A: the seller's own page; B: several sources; C: one source; D: sources disagree.")]
    public required string Confidence { get; init; }

    [Description("An operator imported it.")]
    public bool Imported { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notes { get; init; }

    public static PriceView Of(CatalogueLine line) => new()
    {
        Input = Text(line.Input),
        Output = Text(line.Output),
        CacheRead = Text(line.CacheRead),
        CacheWrite = Text(line.CacheWrite),
        Unit = line.Unit,
        UnitPrice = Text(line.UnitPrice),
        Currency = line.Currency,
        Condition = line.Condition,
        EffectiveFrom = line.From,
        EffectiveTo = line.To,
        Seller = line.Provider,
        Source = line.Source,
        AsOf = line.AsOf,
        Confidence = line.Confidence,
        Imported = line.IsImported,
        Notes = line.Notes,
    };

    internal static string? Text(decimal? price) => price?.ToString("0.############################", CultureInfo.InvariantCulture);
}
