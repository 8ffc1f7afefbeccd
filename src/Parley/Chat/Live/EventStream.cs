using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Parley.Ui;

namespace Parley.Chat.Live;

/// <summary>Server-sent events to one client. Only durable events carry an id. A client that takes nothing is given up.</summary>
internal sealed class EventStream(HttpContext context, TimeProvider time) : IFeedTransport
{
    /// <summary>So long may a client take nothing of what is sent to it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int FlushBytes = 64 * 1024;

    private readonly PipeWriter _output = context.Response.BodyWriter;

    /// <summary>Sends the head of the response. Proxies are asked to hand on what comes when it comes: neither buffered nor compressed.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.HttpContext.Features.Set(new ResponseRules { CacheControl = "no-store, no-transform" });
        response.Headers["x-accel-buffering"] = "no";
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> envelope, long? seq, CancellationToken cancellationToken)
    {
        if (seq is { } number) Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\n")));
        Write("data: "u8);
        Write(envelope.Span);
        Write("\n\n"u8);
        return _output.UnflushedBytes > FlushBytes ? FlushAsync(cancellationToken) : default;
    }

    /// <summary>Writes a frame as it is.</summary>
    public ValueTask WriteFrameAsync(long number, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (number > 0) Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\n")));
        Write(frame.Span);
        return _output.UnflushedBytes > FlushBytes ? FlushAsync(cancellationToken) : default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_output.UnflushedBytes == 0)
        {
            if (context.Response.HasStarted) return default;
            // Firefox and Safari tell a page that it is answered with the first byte only, not with the head.
            Write(":\n\n"u8);
        }

        var sending = _output.FlushAsync(cancellationToken);
        if (!sending.IsCompletedSuccessfully) return WaitAsync(sending.AsTask());
        _ = sending.Result;
        return default;
    }

    public ValueTask BeatAsync(CancellationToken cancellationToken)
    {
        Write(":\n\n"u8);
        return FlushAsync(cancellationToken);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }

    private async ValueTask WaitAsync(Task<FlushResult> sending)
    {
        try
        {
            await sending.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            context.Abort();
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException("The client took nothing of its events.");
        }
    }
}
