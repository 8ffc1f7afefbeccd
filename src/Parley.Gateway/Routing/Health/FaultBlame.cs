using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing.Health;

/// <summary>Says whose fault a fault is. Pure.</summary>
internal static class FaultBlame
{
    /// <summary>Whose fault it was.</summary>
    public static Blame Of(GatewayFault fault) => fault switch
    {
        { UpstreamStatus: 401 or 402 } => Blame.Credential,
        { UpstreamStatus: 403 } => Blame.Suspicion,
        { Kind: FaultKind.RateLimited } => Blame.Busy,
        { Kind: FaultKind.StreamCut } => Blame.Upstream,
        // What cannot be tried again is Parley's own doing: it stops, or an address is not allowed.
        { IsRetryable: true, Kind: FaultKind.UpstreamFailed or FaultKind.Unavailable or FaultKind.UpstreamTimeout or FaultKind.Overloaded } => Blame.Upstream,
        _ => Blame.None,
    };

    /// <summary>The request does not fit this model; a model with a larger context may take it.</summary>
    public static bool IsTooLongForModel(GatewayFault fault) => fault is { UpstreamStatus: not null } and ({ Kind: FaultKind.TooLarge } or { ExceedsContext: true });

    /// <summary>The provider has no such model (any more): another one that is said to have it may.</summary>
    public static bool IsUnknownModel(GatewayFault fault) =>
        fault is { Kind: FaultKind.NotFound, UpstreamStatus: not null } && (fault.Code == "model_not_found" || fault.Message.Contains("model", StringComparison.OrdinalIgnoreCase));

    /// <summary>It reached nobody: a probe that answers disproves it.</summary>
    public static bool IsUnreachable(GatewayFault fault) => fault is { Kind: FaultKind.Unavailable, UpstreamStatus: null };
}
