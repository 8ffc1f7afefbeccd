using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing.Health;

/// <summary>Says whose fault a fault is. Pure.</summary>
internal static class FaultBlame
{
    // What vendors and compatible servers say when prompt and answer do not fit the model.
    private static readonly string[] TooLongWords =
    [
        "context length", "context_length", "context window", "maximum context", "prompt is too long", "input is too long", "input length and `max_tokens` exceed",
        "input token count", "exceeds the maximum number of tokens", "too many tokens",
    ];

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
    public static bool IsTooLongForModel(GatewayFault fault)
    {
        if (fault.UpstreamStatus is null || fault.Kind is not (FaultKind.InvalidRequest or FaultKind.TooLarge)) return false;
        if (fault.Kind == FaultKind.TooLarge || fault.Code == "context_length_exceeded") return true;
        foreach (var words in TooLongWords)
            if (fault.Message.Contains(words, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The provider has no such model (any more): another one that is said to have it may.</summary>
    public static bool IsUnknownModel(GatewayFault fault) =>
        fault is { Kind: FaultKind.NotFound, UpstreamStatus: not null } && (fault.Code == "model_not_found" || fault.Message.Contains("model", StringComparison.OrdinalIgnoreCase));

    /// <summary>It reached nobody: a probe that answers disproves it.</summary>
    public static bool IsUnreachable(GatewayFault fault) => fault is { Kind: FaultKind.Unavailable, UpstreamStatus: null };
}
