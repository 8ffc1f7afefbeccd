using Parley.Gateway.Routing;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Registry;

/// <summary>What is known where nobody keeps a catalogue: <see cref="ModelFacts"/>, and no operator's word.</summary>
internal sealed class FactsAlone : IModelKnowledge
{
    public static FactsAlone Instance { get; } = new();

    public IEnumerable<Route> Apply(IEnumerable<Route> models) =>
        models.Select(m => new Route(m.Model, [.. m.Candidates.Select(c => Complete(c, m.Model))]) { CreatedAt = m.CreatedAt });

    public UpstreamTarget Complete(UpstreamTarget target, string? model) => target with { MaxOutputTokens = ModelFacts.MaxOutputOf(target.UpstreamModel) };
}
