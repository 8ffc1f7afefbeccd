using Microsoft.Extensions.Logging;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>What the doors say about requests that do not end as they should.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Request}: the client left")]
    public static partial void ClientLeft(this ILogger log, string request);

    /// <summary>What is worth a line: not what callers did wrong, and not that the ledger is away, which is said once by itself instead of with every call.</summary>
    public static void Failed(this ILogger log, string request, GatewayFault fault, LlmAnswer? answer)
    {
        if (fault is { Status: >= 500, Kind: not FaultKind.NotCached } && fault != Meter.LedgerDown) log.Failed(request, fault.Label, answer?.Target?.Upstream.Name ?? "none", fault.UpstreamStatus ?? 0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Request}: failed with {Fault} at provider {Provider} (upstream status {Status})")]
    private static partial void Failed(this ILogger log, string request, string fault, string provider, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Request}: failed unexpectedly")]
    public static partial void Broke(this ILogger log, Exception problem, string request);
}
