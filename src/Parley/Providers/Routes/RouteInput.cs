using System.ComponentModel;

namespace Parley.Providers.Routes;

/// <summary>A named route as people write it: an entry of <c>PUT /api/v1/models/routes</c> and of <c>Parley:Routes</c>.</summary>
internal class RouteInput
{
    [Description("What callers give as the model: 1 to 64 letters, digits, dots, dashes, underscores, beginning with a letter or digit. No model's name or alias, nor another route's in other case. Required.")]
    public string? Name { get; set; }

    [Description("balanced (default), cheapest, fastest, quality, vr (first token within 700 ms) or auto.")]
    public string? Objective { get; set; }

    [Description("The first token is wanted within this time, in milliseconds; 50 to 600000. 700 by default for vr, otherwise none.")]
    public int? MaxTtftMs { get; set; }

    [Description("The models to choose from; 1 to 100, the sum of their weights more than 0. Required.")]
    public List<RouteCandidateInput>? Candidates { get; set; }

    [Description("Models or routes that are tried in this order when no candidate is left; at most 100, each once.")]
    public List<string>? Fallbacks { get; set; }

    [Description("Second calls for a fast first token.")]
    public RouteHedgeInput? Hedge { get; set; }

    [Description("How long answers to requests at temperature 0 are kept and given again to the same caller; 1 to 31536000, 0 (default) for not at all.")]
    public int? CacheSeconds { get; set; }
}
