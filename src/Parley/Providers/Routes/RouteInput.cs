using System.ComponentModel;

namespace Parley.Providers.Routes;

/// <summary>A named route as people write it: an entry of <c>PUT /api/v1/models/routes</c> and of <c>Parley:Routes</c>.</summary>
internal class RouteInput
{
    [Description("What callers give as the model: 1 to 64 letters, digits, dots, dashes, underscores. No model's name. Required.")]
    public string? Name { get; set; }

    [Description("balanced (default), cheapest, fastest, quality, vr (first token within 700 ms) or auto.")]
    public string? Objective { get; set; }

    [Description("The first token is wanted within this time; 50 to 600000. 700 by default for vr, otherwise none.")]
    public int? MaxTtftMs { get; set; }

    [Description("The models to choose from. Required.")]
    public List<RouteCandidateInput>? Candidates { get; set; }

    [Description("Models or routes that are tried in this order when no candidate is left.")]
    public List<string>? Fallbacks { get; set; }

    [Description("Second calls for a fast first token.")]
    public RouteHedgeInput? Hedge { get; set; }

    [Description("How long answers to requests at temperature 0 are kept and given again to the same caller; 0 (default) for not at all.")]
    public int? CacheSeconds { get; set; }
}
