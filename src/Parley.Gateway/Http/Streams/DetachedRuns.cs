using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;

namespace Parley.Gateway.Http.Streams;

/// <summary>All runs of this process that no connection holds, and how many there may be. The end of the process waits for them as it waits for connections.</summary>
internal sealed class DetachedRuns(ILlmClient pipeline, Drain drain, ILogger<DetachedRun> logger) : IHostedService
{
    /// <summary>Runs of one caller.</summary>
    private const int MostPerCaller = 256;

    /// <summary>Bodies of all runs together: requests are held until their answers end.</summary>
    private const long MostBytes = 1024L * 1024 * 1024;

    private readonly ConcurrentDictionary<Task, (string Caller, long Bytes)> _running = [];

    /// <summary>Why another run cannot begin now; null when it can.</summary>
    public GatewayFault? Refuse(LlmRequest request)
    {
        var caller = NameOf(request.Caller);
        var (count, bytes) = (0, (long)request.Body.Length);
        foreach (var (owner, held) in _running.Values)
        {
            if (owner == caller) count++;
            bytes += held;
        }

        return count < MostPerCaller && bytes <= MostBytes ? null : new GatewayFault(FaultKind.RateLimited,
            $"Too many answers are being made that no connection waits for ({count} of this caller's). Nothing was sent to a model; try again when some have ended.")
        { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    public DetachedRun Start(LlmRequest request, IDialect dialect, IStreamLog log, bool isNumbered, IAnswerKeeper? keeper = null)
    {
        var run = new DetachedRun(request, dialect, log, isNumbered, pipeline, drain, keeper, logger);
        var running = Task.Run(run.RunAsync, CancellationToken.None);
        _running[running] = (NameOf(request.Caller), request.Body.Length);
        _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return run;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Keys).WaitAsync(cancellationToken);

    private static string NameOf(Caller caller) => caller.UserId ?? caller.KeyId ?? caller.Name;
}
