using System.ComponentModel;
using System.Text.Json.Serialization;
using Parley.Gateway.Ports;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>A model as it is shown: of what is not known there is no member.</summary>
internal sealed class ModelView
{
    [Description("The name that callers use.")]
    public required string Id { get; init; }

    [Description("False: callers are told that there is no such model.")]
    public bool Enabled { get; init; }

    [Description("available, deprecated (by its maker; it may still answer), disabled, or unserved (no provider has it now).")]
    public required string State { get; init; }

    [Description("Further names that callers may use.")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Description("Only where a named route has this name and is what callers get by it: how they reach the model instead."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ReachedAs { get; init; }

    [Description("Who serves it, in order of preference.")]
    public IReadOnlyList<ServedBy> Providers { get; init; } = [];

    [Description("chat, embedding, image, tts, stt and others."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mode { get; init; }

    [Description("Most tokens of prompt and answer together."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ContextWindow { get; init; }

    [Description("Most tokens of an answer."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MaxOutputTokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModalitiesView? Modalities { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Capabilities { get; init; }

    [Description("When its maker takes it out of service."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? DeprecationDate { get; init; }

    [Description("What an ordinary request pays now, at the first provider whose price is known."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceView? Price { get; init; }

    [Description("All prices that the catalogue has of it: past and future ones, and those of special cases."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PriceView>? Prices { get; init; }

    [Description("What all callers together may ask of it."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallerLimits? Limits { get; init; }

    public static ModelView Of(ListedModel model) => new()
    {
        Id = model.Id,
        Enabled = model.Settings.Enabled,
        State = model.State,
        Aliases = model.Settings.Aliases,
        ReachedAs = model.ReachedAs.IsEmpty ? null : model.ReachedAs,
        Providers = [.. model.Providers.Select(ServedBy.Of)],
        Mode = model.Facts?.Mode,
        ContextWindow = model.ContextWindow,
        MaxOutputTokens = model.MaxOutputTokens,
        Modalities = model.Facts is { } facts ? new ModalitiesView(Capability.Inputs(facts.Mode, facts.Capabilities), Capability.Outputs(facts.Mode, facts.Capabilities)) : null,
        Capabilities = model.Capabilities.IsEmpty ? null : model.Capabilities,
        DeprecationDate = model.Facts?.DeprecationDate,
        Price = model.Price is { } price ? PriceView.Of(price) : null,
        Prices = model.Providers.Where(p => p.Match is { IsPriced: true }).Select(p => p.Match!.Entry).Distinct().SelectMany(e => e.Lines).Where(l => l.HasPrice).Select(PriceView.Of).ToList()
            is { Count: > 0 } prices ? prices : null,
        Limits = model.Settings.Limits,
    };
}
