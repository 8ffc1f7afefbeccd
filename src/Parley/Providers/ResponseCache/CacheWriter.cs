using System.Threading.Channels;

namespace Parley.Providers.ResponseCache;

/// <summary>Brings answers to the database behind those who got them, and removes what is over its time or too much. What the database does not
/// take is not kept: it is a cache.</summary>
internal sealed partial class CacheWriter(CacheTable table, CacheStamp stamp, ResponseCacheOptions options, TimeProvider time, ILogger<CacheWriter> logger) : BackgroundService
{
    private const int MostTogether = 64;
    private const long MostWaitingBytes = 32L * 1024 * 1024;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    // A wish, or somebody who waits for all wishes before it.
    private readonly Channel<(PendingAnswer? Answer, TaskCompletionSource? Written)> _queue = Channel.CreateUnbounded<(PendingAnswer?, TaskCompletionSource?)>(new() { SingleReader = true });
    private long _waitingBytes;
    private long _sinceSweep;
    private bool _isFailing;

    /// <summary>Takes an answer; drops it when too much waits already.</summary>
    public void Add(PendingAnswer answer)
    {
        var length = answer.Response.Record.Length;
        if (Interlocked.Add(ref _waitingBytes, length) > MostWaitingBytes || !_queue.Writer.TryWrite((answer, null))) Interlocked.Add(ref _waitingBytes, -length);
    }

    /// <summary>Completes when what was added before is written, or was dropped.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.Writer.TryWrite((null, written)) ? written.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request: what is asked for with an older number would not be kept.
        stamp.Value = await table.StampAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var sweeping = SweepRegularlyAsync(over.Token);
        await WriteAllAsync();
        await over.CancelAsync();
        await sweeping;
    }

    private async Task WriteAllAsync()
    {
        List<PendingAnswer> batch = [];
        List<TaskCompletionSource> waiting = [];
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MostTogether && _queue.Reader.TryRead(out var item))
            {
                if (item.Answer is { } answer) batch.Add(answer);
                else waiting.Add(item.Written!);
            }

            if (batch.Count > 0) await TryAsync(() => WriteAsync(batch), CancellationToken.None);
            foreach (var answer in batch) Interlocked.Add(ref _waitingBytes, -answer.Response.Record.Length);
            waiting.ForEach(w => w.TrySetResult());
            batch.Clear();
            waiting.Clear();
        }
    }

    private async Task WriteAsync(List<PendingAnswer> batch)
    {
        await table.WriteAsync(batch, CancellationToken.None);
        _sinceSweep += batch.Sum(a => (long)a.Response.Record.Length);
        if (_sinceSweep <= options.MaxBytes / 16) return;
        _sinceSweep = 0;
        await table.SweepAsync(time.GetUtcNow(), options.MaxBytes, CancellationToken.None);
    }

    private async Task SweepRegularlyAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(SweepEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over)) await TryAsync(() => table.SweepAsync(time.GetUtcNow(), options.MaxBytes, over), over);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TryAsync(Func<Task> work, CancellationToken over)
    {
        try
        {
            await work();
            _isFailing = false;
        }
        catch (Exception problem) when (!over.IsCancellationRequested)
        {
            // Once until it works again: every answer would say the same.
            if (!_isFailing) Troubled(logger, problem.GetBaseException().Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not take answers for the response cache ({Problem}). They stay in memory only; requests are answered as before.")]
    private static partial void Troubled(ILogger logger, string problem);
}
