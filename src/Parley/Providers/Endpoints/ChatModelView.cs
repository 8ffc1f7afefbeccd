using System.ComponentModel;
using System.Text.Json;
using Parley.Gateway.Routing;

namespace Parley.Providers.Endpoints;

/// <summary>A model that may be chatted with.</summary>
internal sealed record ChatModelView(
    [property: Description("What to ask for.")] string Id,
    [property: Description("What to show.")] string Name,
    [property: Description("The provider that serves it first; null for a route over several models.")] string? Owner,
    [property: Description("Most tokens of prompt and answer together; null when unknown.")] long? ContextWindow,
    [property: Description("Most tokens of an answer; null when unknown.")] long? MaxOutputTokens,
    [property: Description("What it can do beyond text; null when unknown.")] IReadOnlyList<string>? Capabilities)
{
    public static ChatModelView Of(Gateway.Routing.Route model)
    {
        var first = model.Candidates[0];
        // A route promises what all it may choose have in common.
        var isRoute = model.Rule is not null;
        return new(model.Model, model.Model, isRoute ? null : first.Upstream.Name,
            isRoute ? Least(model.Candidates.Select(c => c.ContextWindow)) : first.ContextWindow,
            isRoute ? Least(model.Candidates.Select(c => c.MaxOutputTokens)) : first.MaxOutputTokens,
            Names(isRoute ? Common(model.Candidates.Select(c => c.Capabilities)) : first.Capabilities));
    }

    private static long? Least(IEnumerable<long?> values) => values.All(v => v is not null) ? values.Min() : null;

    private static ModelCapabilities? Common(IEnumerable<ModelCapabilities?> values) =>
        values.Aggregate((ModelCapabilities?)~ModelCapabilities.None, (all, one) => all & one);

    private static string[]? Names(ModelCapabilities? capabilities) => capabilities is not { } known ? null
        : [.. Enum.GetValues<ModelCapabilities>().Where(c => c != ModelCapabilities.None && known.HasFlag(c)).Select(c => JsonNamingPolicy.CamelCase.ConvertName(c.ToString()))];
}
