namespace Parley.Billing.Metering;

/// <summary>
/// The one loop that writes to the ledger, on a thread of its own: takes what is ready, commits it as one row, lets go
/// whoever waited; in between it projects. While a commit waits for the disk the next batch collects in the queue, so
/// batches grow with the load by themselves. A failed commit is tried again until it succeeds; nothing is given up.
/// </summary>
internal sealed partial class LedgerWriter(
    LedgerQueue queue, IJournalStore store, LedgerProjector projector, LedgerMetrics metrics, BillingOptions options, TimeProvider time, ILogger<LedgerWriter> log)
    : IHostedService, IDisposable
{
    private const int MostRecords = 1000, BusyBatch = 4;
    private const string Outage = "The usage ledger cannot be written now: its database does not answer or has no room. The call cannot be booked; try again in a moment.";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromSeconds(1), NapFor = TimeSpan.FromMilliseconds(50), LastTry = TimeSpan.FromSeconds(4);

    private readonly JournalCodec _codec = new();
    private readonly ManualResetEventSlim _abandoned = new();
    private Thread? _thread;
    private ITimer? _watch;
    private TimeSpan _pause = FirstPause;
    private long _lastCommit, _projectAgain;
    private bool _projectionFailed;
    private int _lastBatch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Durability == MeterDurability.Buffered) Buffered(log);
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
        await using (limit.Token.Register(_abandoned.Set)) await Task.Run(thread.Join, CancellationToken.None);
        _thread = null;
        if (_watch is not null) await _watch.DisposeAsync();
        if (queue.Length > 0) LeftBehind(log, queue.Length);
    }

    public void Dispose()
    {
        _abandoned.Set();
        queue.Close();
        _thread?.Join();
        _watch?.Dispose();
        _codec.Dispose();
        store.Dispose();
        _abandoned.Dispose();
    }

    private void Run()
    {
        while (!_abandoned.IsSet && !IsFinished())
        {
            var nap = _lastCommit != 0 && time.GetElapsedTime(_lastCommit) < NapFor;
            // Under load, threads that are about to hand in records get the processor first, so that one commit serves
            // more of them. Costs nothing when no thread wants to run, so a lone request never waits for company.
            if (_lastBatch >= BusyBatch) Thread.Yield();
            var batch = queue.Take(MostRecords, UntilProjection(), nap);
            _lastBatch = batch.Count;
            if (batch.Count > 0) Commit(batch);
            if (UntilProjection() == TimeSpan.Zero) Project();
        }

        queue.End();
        store.Disconnect();
    }

    /// <summary>Closed, and nothing left that can be done: what is not projected is durable, the next start does it.</summary>
    private bool IsFinished() => queue.IsClosed && queue.Length == 0 && (!projector.HasBacklog || _projectionFailed);

    private TimeSpan? UntilProjection()
    {
        if (!_projectionFailed) return projector.NextStep();
        var left = LongestPause - time.GetElapsedTime(_projectAgain);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Commit(IReadOnlyList<LedgerItem> batch)
    {
        try
        {
            var records = batch.Count;
            var start = time.GetTimestamp();
            store.Connect();
            var sequence = store.Append(_codec.Write(batch));
            projector.Committed(sequence, records);
            metrics.Committed(records, time.GetElapsedTime(start));
            queue.Complete();
            _lastCommit = time.GetTimestamp();
            if (_pause > FirstPause) Resumed(log);
            _pause = FirstPause;
        }
        catch (Exception problem)
        {
            Failed();
            if (_pause == FirstPause) CommitFailed(log, batch.Count, problem.Message);
            _abandoned.Wait(_pause);
            _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
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
            Failed();
            // Commits go on meanwhile; the records stand in the journal.
            if (!_projectionFailed) ProjectionFailed(log, problem.Message);
            (_projectionFailed, _projectAgain) = (true, time.GetTimestamp());
        }
    }

    private void Failed()
    {
        metrics.Failed();
        projector.Disconnected();
        store.Disconnect();
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
