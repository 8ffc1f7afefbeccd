using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>What <c>GET /api/v1/models</c> is asked for.</summary>
internal sealed record ModelQuery
{
    [FromQuery(Name = "provider"), Description("Only what this provider serves.")]
    public string? Provider { get; init; }

    [FromQuery(Name = "capability"), Description("Only what can do this, by the catalogue's word (GET /api/v1/models/capabilities has them as columns); repeat it for several at once.")]
    public string[]? Capability { get; init; }

    [FromQuery(Name = "minContext"), Description("Only with at least this many tokens of context.")]
    public long? MinContext { get; init; }

    [FromQuery(Name = "maxInputPrice"), Description("At most this for a million tokens of the prompt, in US dollars.")]
    public decimal? MaxInputPrice { get; init; }

    [FromQuery(Name = "maxOutputPrice"), Description("At most this for a million tokens of the answer, in US dollars.")]
    public decimal? MaxOutputPrice { get; init; }

    [FromQuery(Name = "state"), Description("enabled, disabled, deprecated, or available (enabled, served and not deprecated).")]
    public string? State { get; init; }

    /// <summary>Null when <paramref name="errors"/> got something.</summary>
    public ModelFilter? ToFilter(ModelCatalogue catalogue, FieldErrors errors)
    {
        foreach (var unknown in (Capability ?? []).Where(wanted => !catalogue.Capabilities.Contains(wanted)))
            errors.Add("capability", $"\"{(unknown.Length <= 40 ? unknown : unknown[..40] + "...")}\" is none that the catalogue knows; it knows {string.Join(", ", catalogue.Capabilities)}");
        if (MinContext < 0) errors.Add("minContext", "must not be negative");
        if (MaxInputPrice < 0) errors.Add("maxInputPrice", "must not be negative");
        if (MaxOutputPrice < 0) errors.Add("maxOutputPrice", "must not be negative");
        if (State is not null && !ModelFilter.States.Contains(State)) errors.Add("state", $"must be {string.Join(", ", ModelFilter.States[..^1])} or {ModelFilter.States[^1]}");
        return errors.Any ? null : new ModelFilter
        {
            Provider = Provider, Capabilities = [.. Capability ?? []], MinContext = MinContext, MaxInputPrice = MaxInputPrice, MaxOutputPrice = MaxOutputPrice, State = State,
        };
    }
}
