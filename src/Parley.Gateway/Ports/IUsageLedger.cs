using Parley.Gateway.Messages;

namespace Parley.Gateway.Ports;

/// <summary>
/// Port: the meter's durable memory. Each call is announced (an intent) while the upstream is already working, and
/// settled when its usage is known. One entry per request, whatever happens.
/// </summary>
public interface IUsageLedger
{
    /// <summary>Takes an intent into the queue; returns at once. The intent may linger up to a millisecond: a settlement
    /// that comes first replaces it, so that an instant answer costs one commit.</summary>
    ILedgerEntry Open(UsageIntent intent);
}

/// <summary>The entry of one call.</summary>
public interface ILedgerEntry
{
    /// <summary>Completes when the intent, or the settlement that overtook it, is durable: the first byte may leave.
    /// Throws <see cref="LedgerUnavailableException"/> when the ledger cannot write.</summary>
    ValueTask WhenDurableAsync(CancellationToken cancellationToken);

    /// <summary>Hands in the settlement, once; completes when it is durable: the last byte may leave. The settlement
    /// is kept and written even when the caller stops waiting.
    /// Throws <see cref="LedgerUnavailableException"/> when the ledger cannot write.</summary>
    ValueTask SettleAsync(UsageSettlement settlement, CancellationToken cancellationToken);
}

/// <summary>The ledger cannot write now (disk full, database gone). Nothing was acknowledged.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What is known when a call begins. Times are UTC.</summary>
public sealed record UsageIntent
{
    /// <summary>The request's id, unique for all time.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the request had been read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The API key's public id, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The user, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>The format that the client speaks.</summary>
    public required WireFormat Format { get; init; }

    /// <summary>What it wants done.</summary>
    public required LlmOperation Operation { get; init; }

    /// <summary>Whether it asked for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>The model asked for.</summary>
    public required string ModelAsked { get; init; }

    /// <summary>The caller's labels, or null.</summary>
    public string? Tags { get; init; }
}

/// <summary>How a call ended.</summary>
public enum CallOutcome : byte
{
    /// <summary>The answer was complete.</summary>
    Completed,

    /// <summary>The client left.</summary>
    Cancelled,

    /// <summary>The upstream or Parley failed; usage so far, if any, is kept.</summary>
    Failed,

    /// <summary>The process ended between intent and settlement; written at the next start, never by the engine.</summary>
    Indeterminate,
}

/// <summary>What is known when a call is over. Durations count from <see cref="UsageIntent.At"/>.</summary>
public sealed record UsageSettlement
{
    /// <summary>How it ended.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>The provider that served it (the last one tried), or null when none was reached.</summary>
    public string? Provider { get; init; }

    /// <summary>The upstream's name of the model that served it, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens; null when nothing was used (an error before any work).</summary>
    public Usage? Usage { get; init; }

    /// <summary>True when the tokens were estimated because the upstream did not report them.</summary>
    public bool Estimated { get; init; }

    /// <summary>The vendor's raw usage object (UTF-8 JSON), or empty.</summary>
    public ReadOnlyMemory<byte> RawUsage { get; init; }

    /// <summary>Upstream calls made.</summary>
    public int Attempts { get; init; }

    /// <summary>The fault's label, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The HTTP status that the client got.</summary>
    public int Status { get; init; }

    /// <summary>From the request read to the (last) upstream call begun.</summary>
    public TimeSpan? UpstreamStarted { get; init; }

    /// <summary>From the request read to the first token, or to the whole answer.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>From the request read to the end.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>The cancel policy that was applied (<c>estimate</c>, <c>drain</c>, <c>none</c>), or null when the client stayed.</summary>
    public string? CancelPolicy { get; init; }
}
