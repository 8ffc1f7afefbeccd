using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Http.Streams;

/// <summary>Sends a stream from its log: what is there, and what comes, to its end. The client that began the stream reads like one that
/// picks it up, so both get the same bytes.</summary>
internal sealed class StreamReplay(DialectSet dialects, ClientPatience client, GatewayLimits limits, Drain drain)
{
    private const int FlushBytes = 64 * 1024;

    private static readonly GatewayFault Lost = new(FaultKind.StreamCut,
        "The process that made this answer ended in the middle of it. What was stored of it is here; ask again to get a whole one.");

    /// <summary>Sends the frames behind number <paramref name="after"/> of a stream in a wire format; where <paramref name="isWanted"/> is given, from the
    /// first frame on that it wants by its bytes and its number.</summary>
    public async Task RunAsync(HttpContext context, IStreamReader stream, long after, Func<ReadOnlyMemory<byte>, long, bool>? isWanted = null)
    {
        var dialect = dialects.Find(stream.Info.Format!.Value);
        StreamHead.Set(context.Response, dialect.Format, stream.Info.Id);
        var output = context.Response.BodyWriter;
        while (true)
        {
            var reading = stream.ReadAsync(after, context.RequestAborted).AsTask();
            if (!await WaitAsync(context, dialect, reading).ConfigureAwait(false))
            {
                dialect.WriteErrorFrame(TransportFaults.Stopping, stream.Info.Id, (int)after, output);
                await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
                return;
            }

            var piece = await reading.ConfigureAwait(false);
            foreach (var frame in piece.Frames)
            {
                after++;
                if (isWanted?.Invoke(frame, after) is false) continue;
                isWanted = null;
                if (stream.Info.IsNumbered) output.Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {after}\n")));
                output.Raw(frame.Span);
                if (output.UnflushedBytes > FlushBytes) await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
            }

            if (piece.End == StreamEnd.Lost) dialect.WriteErrorFrame(Lost, stream.Info.Id, (int)after, output);
            await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
            if (piece.End != StreamEnd.Open) return;
        }
    }

    /// <summary>Waits until a task has ended, and tells the client every few seconds that it is waited for, from <paramref name="requestId"/> on also before its
    /// response has begun. False when the process ends first.</summary>
    public ValueTask<bool> WaitAsync(HttpContext context, IDialect dialect, Task task, string? requestId = null) =>
        drain.WaitAsync(task, limits.KeepAliveInterval, () =>
        {
            if (requestId is not null) StreamHead.Set(context.Response, dialect.Format, requestId);
            var output = context.Response.BodyWriter;
            output.Raw(dialect.KeepAlive.Span);
            return client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted);
        }, context.RequestAborted);
}
