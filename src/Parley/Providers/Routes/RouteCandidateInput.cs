using System.ComponentModel;

namespace Parley.Providers.Routes;

/// <summary>A candidate of a <see cref="RouteInput"/>.</summary>
internal sealed class RouteCandidateInput
{
    [Description("A model's name or alias, provider/model, or another route's name, which stands for its models; 1 to 256 characters. Required.")]
    public string? Model { get; set; }

    [Description("Its share among the candidates whose conditions hold: 0 to 1000000, 1 by default, 0 for only when nothing else is left.")]
    public double? Weight { get; set; }

    [Description("When it counts; always by default.")]
    public RouteConditionInput? When { get; set; }
}
