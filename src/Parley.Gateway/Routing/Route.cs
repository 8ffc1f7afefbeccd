using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>Who serves a model name.</summary>
/// <param name="Model">The name that callers use.</param>
/// <param name="Candidates">In order of preference; at least one.</param>
public sealed record Route(string Model, ImmutableArray<UpstreamTarget> Candidates)
{
    private RoutePlan? _inOrder;

    /// <summary>When the model became known here, for <c>GET /v1/models</c>; UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The model's name in metrics: <c>other</c> for names that no operator configured, so that callers cannot
    /// make up labels.</summary>
    public string Label { get; init; } = Model;

    /// <summary>How to choose among the candidates; null for a model: in their order.</summary>
    public RouteRule? Rule { get; init; }

    /// <summary>The candidates in their order. Made once; a copy with other candidates has another one.</summary>
    internal RoutePlan InOrder => _inOrder is { } made && made.Candidates == Candidates ? made : _inOrder = new RoutePlan(Candidates);

    /// <summary>A stream that one candidate breaks off may go on at another.</summary>
    internal bool Continues => Candidates.Length > 1 && Candidates.Any(static c => c.ContinuesTurns);

    /// <summary>The same route with only the candidates on one upstream; null when it has none.</summary>
    internal Route? On(UpstreamConfig upstream) =>
        Candidates.Where(c => c.Upstream.Name == upstream.Name).ToImmutableArray() is { IsEmpty: false } some ? this with { Candidates = some } : null;
}
