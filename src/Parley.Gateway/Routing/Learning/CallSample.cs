using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Routing.Learning;

/// <summary>What one call teaches. Times in seconds from the call sent.</summary>
internal readonly record struct CallSample
{
    /// <summary>It was a stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>To the first token, of a stream.</summary>
    public double? FirstToken { get; init; }

    /// <summary>To the whole answer, where it was not streamed.</summary>
    public double? Whole { get; init; }

    /// <summary>Nothing came for so long, and then it was given up: the time is longer, nobody knows how much.</summary>
    public double? SilentFor { get; init; }

    /// <summary>Tokens a second; null when too few came to tell.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The provider failed it.</summary>
    public bool IsFailure { get; init; }

    /// <summary>Reads a sample off a settlement; null when it says nothing of the provider (it was not called, or the caller was at fault). Pure.</summary>
    public static CallSample? Of(LlmRequest request, UsageSettlement settlement)
    {
        if (settlement.IsCached || settlement.UpstreamStarted is not { } sent || request.Operation == LlmOperation.CountTokens) return null;
        var took = (settlement.Total - sent).TotalSeconds;
        var stream = request.Envelope.Stream;
        var first = settlement.FirstToken is { } token ? (token - sent).TotalSeconds : (double?)null;
        if (took < 0 || first < 0) return null; // another call left meanwhile
        if (IsProvidersFault(settlement.Error)) return new CallSample { IsStream = stream, IsFailure = true, FirstToken = stream ? first : null, SilentFor = first is null ? took : null };
        if (settlement.Outcome == CallOutcome.Cancelled) return new CallSample { IsStream = stream, FirstToken = stream ? first : null, SilentFor = first is null ? took : null };
        if (settlement.Outcome != CallOutcome.Completed) return null;
        return stream
            ? new CallSample { IsStream = true, FirstToken = first, TokensPerSecond = Rate(settlement, took - (first ?? 0)) }
            : new CallSample { Whole = took, TokensPerSecond = Rate(settlement, took) };
    }

    private static bool IsProvidersFault(string? error) => error is "overloaded" or "upstream_failed" or "unavailable" or "upstream_timeout" or "stream_cut" or "rate_limited";

    /// <summary>Few tokens, or all at once, tell nothing of the pace.</summary>
    private static double? Rate(UsageSettlement settlement, double seconds) =>
        settlement.Usage is { CompletionTokens: >= 8 and var tokens } && seconds >= 0.01 ? tokens / seconds : null;
}
