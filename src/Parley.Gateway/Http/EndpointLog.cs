using Microsoft.Extensions.Logging;

namespace Parley.Gateway.Http;

/// <summary>What the doors say about requests that do not end as they should.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Request}: the client left")]
    public static partial void ClientLeft(this ILogger log, string request);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Request}: failed with {Fault} at provider {Provider} (upstream status {Status})")]
    public static partial void Failed(this ILogger log, string request, string fault, string provider, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Request}: failed unexpectedly")]
    public static partial void Broke(this ILogger log, Exception problem, string request);
}
