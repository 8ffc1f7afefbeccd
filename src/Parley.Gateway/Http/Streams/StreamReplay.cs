using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Streams;

/// <summary>Sends a stream from its log: what is there, and what comes, to its end. The client that began the stream reads like one that
/// picks it up, so both get the same bytes.</summary>
internal sealed class StreamReplay(DialectSet dialects, ClientPatience client, GatewayLimits limits, TimeProvider time)
{
    private static readonly GatewayFault Lost = new(FaultKind.StreamCut,
        "The process that made this answer ended in the middle of it. What came until then is here and is counted; ask again to get a whole one.");

    /// <summary>Sends the frames behind number <paramref name="after"/>.</summary>
    public async Task RunAsync(HttpContext context, IStreamReader stream, long after)
    {
        var dialect = dialects.Find(stream.Info.Format);
        StreamHead.Set(context.Response, dialect.Format, stream.Info.Id);
        var output = context.Response.BodyWriter;
        while (true)
        {
            var piece = await WaitAsync(context, dialect, stream.ReadAsync(after, context.RequestAborted).AsTask()).ConfigureAwait(false);
            foreach (var frame in piece.Frames)
            {
                after++;
                if (stream.Info.IsNumbered) output.Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {after}\n")));
                output.Raw(frame.Span);
                if (output.UnflushedBytes > 64 * 1024) await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
            }

            if (piece.End == StreamEnd.Lost) dialect.WriteErrorFrame(Lost, stream.Info.Id, output);
            await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
            if (piece.End != StreamEnd.Open) return;
        }
    }

    /// <summary>Waits for something, and tells the client every few seconds that it is waited for.</summary>
    public async Task<T> WaitAsync<T>(HttpContext context, IDialect dialect, Task<T> task, string? requestId = null)
    {
        while (true)
        {
            try
            {
                return await task.WaitAsync(limits.KeepAliveInterval, time, context.RequestAborted).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!task.IsCompleted)
            {
                if (requestId is not null) StreamHead.Set(context.Response, dialect.Format, requestId);
                var output = context.Response.BodyWriter;
                output.Raw(dialect.KeepAlive.Span);
                await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
            }
        }
    }
}
