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

    /// <summary>What the model may be asked for, by all callers together; null for no limits.</summary>
    public UpstreamLimits? Limits { get; init; }

    /// <summary>The model under whose name that is counted: another one where this is only another name of it.</summary>
    public string LimitedAs { get; init; } = Model;

    /// <summary>How to choose among the candidates; null for a model: in their order.</summary>
    public RouteRule? Rule { get; init; }

    /// <summary>The model or route that this name is an alias of; null when it is none.</summary>
    public string? AliasOf { get; init; }

    /// <summary>What its first model is for: as the catalogue says, or else as its names sound; a name that an operator made up says nothing.</summary>
    public ModelKind Kind => Candidates[0].Kind ?? (Rule is null && AliasOf is null && ModelNames.KindOf(Model) is not ModelKind.Chat and var kind ? kind : ModelNames.KindOf(Candidates[0].UpstreamModel));

    /// <summary>Who owns the name, for <c>GET /v1/models</c>: a model's first provider, and Parley for what it made itself.</summary>
    public string OwnedBy => Rule is null && AliasOf is null ? Candidates[0].Upstream.Name : "parley";

    /// <summary>The named route that this is, for usage records; null for a model.</summary>
    internal string? Named => Rule is null ? null : AliasOf ?? Model;

    /// <summary>The candidates in their order. Made once; a copy with other candidates has another one.</summary>
    internal RoutePlan InOrder => _inOrder is { } made && made.Candidates == Candidates ? made : _inOrder = new RoutePlan(Candidates);

    /// <summary>A stream that one candidate breaks off may go on at another.</summary>
    internal bool Continues => Candidates.Length > 1 && Candidates.Any(static c => c.ContinuesTurns);

    /// <summary>The same name with only the candidates on one upstream, which is no choice any more; null when it has none.</summary>
    internal Route? On(UpstreamConfig upstream) =>
        Candidates.Where(c => c.Upstream.Name == upstream.Name).ToImmutableArray() is { IsEmpty: false } some ? this with { Candidates = some, Rule = null } : null;
}
