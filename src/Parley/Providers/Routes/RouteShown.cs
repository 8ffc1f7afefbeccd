using System.ComponentModel;
using Parley.Providers.Model;

namespace Parley.Providers.Routes;

/// <summary>A named route as it is shown, which can be sent back as it is.</summary>
internal sealed class RouteShown : RouteInput
{
    [Description("operator or configuration. Told only: ignored in a PUT.")]
    public ProviderOrigin? Origin { get; set; }

    [Description("Names that nobody serves at the moment; the route serves with the others. Told only: ignored in a PUT.")]
    public List<string>? Missing { get; set; }

    public static RouteShown Of(RouteRow row, IReadOnlyList<string> missing)
    {
        var input = row.ToInput();
        return new RouteShown
        {
            Name = input.Name, Objective = input.Objective ?? "balanced", MaxTtftMs = input.MaxTtftMs, Candidates = input.Candidates, Fallbacks = input.Fallbacks ?? [],
            Hedge = input.Hedge, CacheSeconds = input.CacheSeconds, Origin = row.Origin, Missing = [.. missing],
        };
    }
}
