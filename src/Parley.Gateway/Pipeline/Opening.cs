using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// The beginning of an answer, up to the first event that says something to the caller. Vendors open a stream at once
/// (a role, <c>message_start</c>, pings) and may fail only then: while nothing else has come, such a failure is a failed call
/// and not a broken answer. What opens is kept and leaves together with what follows; but not for long, so that
/// a client sees the stream of a model that thinks for minutes.
/// </summary>
/// <param name="Fault">The answer failed before it said anything.</param>
/// <param name="Kept">Steps that opened it, in order; the answer stands on the one behind them.</param>
/// <param name="Pending">The step behind them, when it was not waited for to its end.</param>
internal readonly record struct Opening(GatewayFault? Fault, List<KeptStep>? Kept = null, Task<bool>? Pending = null)
{
    private const int MostSteps = 8;
    private const int MostBytes = 64 * 1024;

    /// <summary>From the first step on.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Takes an answer's first steps, for no <paramref name="longest"/> than that from the first on; an infinite one waits until something is said. When this throws, no step is under way.</summary>
    public static async ValueTask<Opening> ReadAsync(LlmAnswer answer, TimeProvider time, TimeSpan longest, CancellationToken cancellationToken)
    {
        List<KeptStep>? kept = null;
        var bytes = 0;
        var isStarted = false;
        var since = 0L;
        while (true)
        {
            if (kept is null)
            {
                await answer.MoveNextAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var step = answer.MoveNextAsync(cancellationToken).AsTask();
                var left = longest - time.GetElapsedTime(since);
                if (!step.IsCompleted && longest != Timeout.InfiniteTimeSpan && !await IsInTimeAsync(step, left, time).ConfigureAwait(false)) return new Opening(null, kept, step);
                await step.ConfigureAwait(false);
            }

            if (Says(answer.Events, ref isStarted, out var fault)) return new Opening(fault, kept);
            bytes += answer.Raw.Length;
            if (answer.IsWhole || bytes > MostBytes || kept?.Count == MostSteps) return new Opening(null, kept);
            if (kept is null) (kept, since) = (new List<KeptStep>(4), time.GetTimestamp());
            kept.Add(new KeptStep(answer));
        }
    }

    private static async ValueTask<bool> IsInTimeAsync(Task step, TimeSpan left, TimeProvider time)
    {
        if (left <= TimeSpan.Zero) return false;
        await step.WaitAsync(left, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return step.IsCompleted;
    }

    /// <summary>Whether a step says something to the caller, or fails before it does. A step without events says something that only
    /// caller and vendor understand, once the answer has started.</summary>
    private static bool Says(EventBatch step, ref bool isStarted, out GatewayFault? fault)
    {
        fault = null;
        if (step.Events.IsEmpty) return isStarted;
        foreach (ref readonly var item in step.Events)
        {
            switch (item.Kind)
            {
                case LlmEventKind.Started:
                    isStarted = true;
                    break;
                case LlmEventKind.Ping or LlmEventKind.Usage:
                case LlmEventKind.BlockStarted when item.BlockKind is BlockKind.Text or BlockKind.Reasoning:
                    break;
                case LlmEventKind.Failed:
                    fault = item.Fault;
                    return true;
                default:
                    return true;
            }
        }

        return false;
    }
}
