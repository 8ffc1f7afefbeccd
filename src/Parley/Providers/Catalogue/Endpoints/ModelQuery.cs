using System.ComponentModel;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>What <c>GET /api/v1/models</c> is asked for.</summary>
internal sealed record ModelQuery(
    [property: Description("Only what this provider serves.")] string? Provider,
    [property: Description("Only what can do this; repeat it for several at once.")] string[]? Capability,
    [property: Description("Only with at least this many tokens of context.")] long? MinContext,
    [property: Description("At most this for a million tokens of the prompt, in US dollars.")] decimal? MaxInputPrice,
    [property: Description("At most this for a million tokens of the answer, in US dollars.")] decimal? MaxOutputPrice,
    [property: Description("enabled, disabled, deprecated, or available (enabled and not deprecated).")] string? State)
{
    /// <summary>Null when <paramref name="errors"/> got something.</summary>
    public ModelFilter? ToFilter(ModelCatalogue catalogue, FieldErrors errors)
    {
        foreach (var unknown in (Capability ?? []).Where(wanted => !catalogue.Capabilities.Any(c => Catalogue.Capability.Same(c, wanted))))
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
