using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Streams;

/// <summary>All runs of this process that no connection holds. The end of the process waits for them as it waits for connections.</summary>
internal sealed class DetachedRuns(ILlmClient pipeline, ILogger<DetachedRun> logger) : IHostedService
{
    private readonly ConcurrentDictionary<Task, bool> _running = [];

    public DetachedRun Start(LlmRequest request, IDialect dialect, IStreamLog log, IFrameEditor? editor = null)
    {
        var run = new DetachedRun(request, dialect, log, pipeline, editor, logger);
        var running = Task.Run(run.RunAsync, CancellationToken.None);
        _running[running] = true;
        _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return run;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Keys).WaitAsync(cancellationToken);
}
