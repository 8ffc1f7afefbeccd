using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;

namespace Parley.Billing.Metering;

/// <summary>
/// The ledger's own thread. It writes the intents that nobody waits for, projects the journal into the usage table, and has the
/// commits to itself while the database is in trouble: one that failed is tried again until it succeeds; nothing is given up.
/// </summary>
internal sealed partial class LedgerKeeper(
    LedgerQueue queue, GroupCommit commits, IJournal journal, IUsageStore store, LedgerProjector projector, LedgerMetrics metrics, BillingOptions options, TimeProvider time,
    ILogger<LedgerKeeper> log)
    : IHostedService, IDisposable
{
    private const string Outage = "The usage ledger cannot be written now: its database does not answer or has no room. The call cannot be booked; try again in a moment.";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromSeconds(1), NapFor = TimeSpan.FromMilliseconds(50), LastTry = TimeSpan.FromSeconds(4);

    private readonly ManualResetEventSlim _abandoned = new();
    private Thread? _thread;
    private ITimer? _watch;
    private TimeSpan _pause = FirstPause;
    private long _projectAgain, _prepareAgain;
    private bool _projectionFailed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Durability == MeterDurability.Buffered) Buffered(log);
        SpareThread();
        _watch = time.CreateTimer(_ => Watch(), null, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));
        _thread = new Thread(Run) { Name = "usage ledger", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Writes and projects everything; gives up only when the database stays away. The host's token is no
    /// reason: draining streams may have used its time up, and their settlements are just what is to be written now.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        if (_thread is not { } thread) return;
        using var limit = new CancellationTokenSource(options.WriteTimeout < LastTry ? options.WriteTimeout : LastTry, time);
        await using (limit.Token.Register(Abandon)) await Task.Run(thread.Join, CancellationToken.None);
        _thread = null;
        if (_watch is not null) await _watch.DisposeAsync();
        if (queue.Length > 0) LeftBehind(log, queue.Length);
    }

    public void Dispose()
    {
        Abandon();
        queue.Close();
        _thread?.Join();
        _watch?.Dispose();
        store.Dispose();
        _abandoned.Dispose();
    }

    private void Abandon()
    {
        _abandoned.Set();
        queue.Wake();
    }

    /// <summary>A commit holds a thread of the pool while it waits for the disk; the others should not be fewer for that.</summary>
    private static void SpareThread()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (workers <= Environment.ProcessorCount) ThreadPool.SetMinThreads(Environment.ProcessorCount + 1, ports);
    }

    private void Run()
    {
        Connect();
        while (!_abandoned.IsSet && !IsFinished())
        {
            queue.Rest(UntilProjection(), nap: projector.CommittedWithin(NapFor));
            Commit();
            Prepare();
            if (UntilProjection() == TimeSpan.Zero) Project();
        }

        queue.End();
        store.Disconnect();
    }

    /// <summary>Both sides, before the first commit; what fails is tried again when it is needed.</summary>
    private void Connect()
    {
        try
        {
            store.Connect();
            journal.Connect();
            queue.Begin();
        }
        catch (Exception problem)
        {
            CommitFailed(log, 0, problem.Message);
        }
    }

    /// <summary>Closed, and nothing left that can be done: what is not projected is durable, the next start does it.</summary>
    private bool IsFinished() => queue.IsClosed && queue.Length == 0 && (!projector.HasBacklog || _projectionFailed);

    private TimeSpan? UntilProjection()
    {
        if (!_projectionFailed) return projector.NextStep();
        var left = LongestPause - time.GetElapsedTime(_projectAgain);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Commit()
    {
        try
        {
            while (commits.TryCommit())
            {
            }

            if (_pause > FirstPause) Resumed(log);
            _pause = FirstPause;
        }
        catch (Exception problem)
        {
            if (_pause == FirstPause) CommitFailed(log, queue.Length, problem.Message);
            _abandoned.Wait(_pause);
            _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private void Prepare()
    {
        if (_prepareAgain != 0 && time.GetElapsedTime(_prepareAgain) < LongestPause) return;
        try
        {
            journal.Prepare();
            _prepareAgain = 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The commit that needs what is missing will fail, and say so.
            _prepareAgain = time.GetTimestamp();
        }
    }

    private void Project()
    {
        try
        {
            store.Connect();
            projector.Step();
            _projectionFailed = false;
        }
        catch (Exception problem)
        {
            metrics.Failed();
            projector.Disconnected();
            store.Disconnect();
            // Commits go on meanwhile; the records stand in the journal.
            if (!_projectionFailed) ProjectionFailed(log, problem.Message);
            (_projectionFailed, _projectAgain) = (true, time.GetTimestamp());
        }
    }

    private void Watch()
    {
        if (queue.GiveUpWaiting(Outage)) RefusingCalls(log, options.WriteTimeout.TotalSeconds, queue.Length);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metering is buffered: a crash loses usage records. This is for measuring only; remove Parley:Metering:Durability.")]
    private static partial void Buffered(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A commit of {Records} usage records failed and is tried again: {Problem}")]
    private static partial void CommitFailed(ILogger log, int records, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The usage ledger is written again; nothing was lost.")]
    private static partial void Resumed(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Usage records could not be moved into the usage table: {Problem} They stay in the journal; tried again every second.")]
    private static partial void ProjectionFailed(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The usage ledger could not be written for {Seconds} s: calls are refused until it can. {Records} records are kept in memory.")]
    private static partial void RefusingCalls(ILogger log, double seconds, int records);

    [LoggerMessage(Level = LogLevel.Error, Message = "Parley stops while {Records} usage records could not be written. None of them was acknowledged to a caller.")]
    private static partial void LeftBehind(ILogger log, int records);
}
