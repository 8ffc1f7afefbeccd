using Parley.Chat.Live;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;
using Parley.Identity;

namespace Parley.Chat.Generations;

/// <summary>Sends an answer's stream from its log: what is there, and what comes, to its end. Whoever began it reads like whoever picks it up.</summary>
internal sealed class StreamRelay(Drain drain, CallerLifetime lifetime, TimeProvider time)
{
    public const string IdHeader = "x-parley-stream-id";

    private static readonly TimeSpan BeatsEvery = TimeSpan.FromSeconds(10);

    /// <summary>Sends the events behind number <paramref name="after"/>.</summary>
    public async Task SendAsync(HttpContext context, IStreamReader stream, Guid messageId, long after)
    {
        EventStream.Begin(context.Response);
        context.Response.Headers[IdHeader] = stream.Info.Id;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.Follow(context.User));
        try
        {
            await SendAsync(new EventStream(context, time), stream, messageId, after, leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The reader left, or may not read any more; the answer goes on.
        }
    }

    private async Task SendAsync(EventStream output, IStreamReader stream, Guid messageId, long after, CancellationToken leaving)
    {
        await output.FlushAsync(leaving);
        while (true)
        {
            var reading = stream.ReadAsync(after, leaving).AsTask();
            if (!await drain.WaitAsync(reading, BeatsEvery, () => output.BeatAsync(leaving), leaving)) return;
            var piece = await reading;
            foreach (var frame in piece.Frames) await output.WriteFrameAsync(++after, frame, leaving);
            if (piece.End == StreamEnd.Lost) await output.WriteFrameAsync(0, StreamFrames.Error(messageId, AnswerEnd.Interrupted.HttpStatus, AnswerEnd.Interrupted.Problem!), leaving);
            await output.FlushAsync(leaving);
            if (piece.End != StreamEnd.Open) return;
        }
    }
}
