using Parley.Chat.Live;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;

namespace Parley.Chat.Generations;

/// <summary>Sends an answer's stream from its log: what is there, and what comes, to its end. Whoever began it reads like whoever picks it up.</summary>
internal sealed class StreamRelay(Drain drain, TimeProvider time)
{
    public const string IdHeader = "x-parley-stream-id";

    private static readonly TimeSpan BeatsEvery = TimeSpan.FromSeconds(10);

    /// <summary>When the process ends, its own streams end within this time with their own last events.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Sends the events behind number <paramref name="after"/>.</summary>
    public async Task SendAsync(HttpContext context, IStreamReader stream, Guid messageId, long after)
    {
        EventStream.Begin(context.Response);
        context.Response.Headers[IdHeader] = stream.Info.Id;
        var output = new EventStream(context, time);
        try
        {
            await output.FlushAsync(context.RequestAborted);
            while (true)
            {
                var reading = stream.ReadAsync(after, context.RequestAborted).AsTask();
                if (!await WaitAsync(context, output, reading)) return;
                var piece = await reading;
                foreach (var frame in piece.Frames) await output.WriteFrameAsync(++after, frame, context.RequestAborted);
                if (piece.End == StreamEnd.Lost)
                    await output.WriteFrameAsync(0, StreamFrames.Error(messageId, AnswerEnd.Interrupted.HttpStatus, AnswerEnd.Interrupted.Problem!), context.RequestAborted);
                await output.FlushAsync(context.RequestAborted);
                if (piece.End != StreamEnd.Open) return;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader left; the answer goes on.
        }
    }

    /// <summary>Waits for the next events, with a sign of life every few seconds. False when the process ends first.</summary>
    private async ValueTask<bool> WaitAsync(HttpContext context, EventStream output, Task reading)
    {
        while (!reading.IsCompleted)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, drain.Over);
            await reading.WaitAsync(BeatsEvery, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (reading.IsCompleted) break;
            context.RequestAborted.ThrowIfCancellationRequested();
            if (drain.Over.IsCancellationRequested)
            {
                await reading.WaitAsync(LastWords, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return reading.IsCompleted;
            }

            await output.BeatAsync(context.RequestAborted);
        }

        return true;
    }
}
