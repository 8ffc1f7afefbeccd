using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Gateway.Http;

/// <summary>
/// Sends to a client, and gives up on one that takes nothing: otherwise it would hold its stream, and the vendor's, for ever. The server's
/// own minimum rate does not serve here, because it lets a client save up time by reading fast before it stops. Costs nothing
/// while the client keeps up.
/// </summary>
internal sealed partial class ClientPatience(GatewayLimits limits, TimeProvider time, ILogger<ClientPatience> log)
{
    /// <summary>A body is sent in pieces of this length, each of which has its own time.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Sends what stands in the output: <paramref name="waiting"/> bytes. Throws <see cref="ConnectionAbortedException"/> after it has closed the
    /// connection of a client that takes nothing.</summary>
    public ValueTask FlushAsync(HttpContext context, PipeWriter output, long waiting, CancellationToken leaving) =>
        EndAsync(context, output.FlushAsync(leaving), waiting);

    /// <summary>Sends a body.</summary>
    public ValueTask WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken leaving) => body.Length <= PieceBytes
        ? EndAsync(context, context.Response.BodyWriter.WriteAsync(body, leaving), body.Length)
        : WriteLongAsync(context, body, leaving);

    private async ValueTask WriteLongAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken leaving)
    {
        for (var at = 0; at < body.Length; at += PieceBytes)
        {
            var piece = body.Slice(at, Math.Min(PieceBytes, body.Length - at));
            await EndAsync(context, context.Response.BodyWriter.WriteAsync(piece, leaving), piece.Length).ConfigureAwait(false);
        }
    }

    private ValueTask EndAsync(HttpContext context, ValueTask<FlushResult> sending, long waiting)
    {
        if (!sending.IsCompletedSuccessfully) return WaitAsync(context, sending.AsTask(), waiting);
        _ = sending.Result;
        return default;
    }

    private async ValueTask WaitAsync(HttpContext context, Task<FlushResult> sending, long waiting)
    {
        // A step of the answer leaves in one piece, which may be long (a picture): what is taken of it in between is not seen.
        var limit = limits.StalledClientTimeout * (1 + waiting / (1024 * 1024));
        try
        {
            await sending.WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            string? id = context.Response.Headers[WireErrors.RequestIdHeader];
            Stalled(log, id, limit);
            context.Abort();
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new ConnectionAbortedException("The client took nothing of its answer.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Request}: the client took nothing of its answer for {Limit}, so its connection was closed")]
    private static partial void Stalled(ILogger log, string? request, TimeSpan limit);
}
