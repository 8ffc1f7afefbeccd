using Parley.Gateway.Routing;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Registry;

/// <summary>What is known of models, and what operators said of them, at one moment: what routes are built with.</summary>
internal interface IModelKnowledge
{
    /// <summary>Models as callers may use them: complete, without those that are disabled, and once more for each other name.</summary>
    IEnumerable<Route> Apply(IEnumerable<Route> models);

    /// <summary>A target with what is known of its model.</summary>
    /// <param name="target">Whose upstream and model are set.</param>
    /// <param name="model">The name that callers use; null for one that is not listed.</param>
    UpstreamTarget Complete(UpstreamTarget target, string? model);
}
