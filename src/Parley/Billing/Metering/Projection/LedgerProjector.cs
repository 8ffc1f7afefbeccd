using Parley.Billing.Metering.Journal;
using Parley.Billing.Model;
using Parley.Gateway.Ports;

namespace Parley.Billing.Metering.Projection;

/// <summary>
/// Moves batches from the journal into the usage table, in steps of a few milliseconds: when it is quiet, when the journal
/// grows long or old, and before somebody reads. Also settles what processes left behind that are gone. Runs on the
/// keeper's thread, except for <see cref="CatchUpAsync"/> and <see cref="Committed"/>.
/// </summary>
internal sealed partial class LedgerProjector(
    IUsageStore store, LedgerIdentity identity, LedgerQueue queue, BillingOptions options, TimeProvider time, ILogger<LedgerProjector> log)
{
    private const int RecordsPerStep = 256, MostBatches = 512;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250), Age = TimeSpan.FromSeconds(30), LookEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _arrived = [];
    private readonly List<(long Target, TaskCompletionSource Waiter)> _accepted = [];
    private readonly Queue<string> _others = new();
    private readonly Dictionary<string, long> _unreadable = [];
    // The first four are written by whoever commits, one at a time; the others by the keeper alone.
    private long _committed, _durable, _lastCommit, _backlogSince;
    private long _counted, _moved, _projected, _target, _lastTarget, _lastLook;
    private int _batches = 4;
    private bool _looked, _claimed;

    /// <summary>Durable records of this process that are not in the usage table yet.</summary>
    public long Backlog => Math.Max(0, Volatile.Read(ref _committed) - Volatile.Read(ref _counted));

    /// <summary>Records that were moved there so far, other processes' included.</summary>
    public long Projected => Volatile.Read(ref _moved);

    /// <summary>Told by sequence numbers: records may stand in the journal twice, or be projected by another node.</summary>
    public bool HasBacklog => Volatile.Read(ref _durable) > Volatile.Read(ref _projected);

    /// <summary>Completes when all that is durable now stands in the usage table.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _arrived.Add(waiter);
        queue.Wake();
        try
        {
            await waiter.Task.WaitAsync(options.WriteTimeout, time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new LedgerUnavailableException("The usage records cannot be read up to now: the database does not answer in time. Nothing is lost; try again in a moment.", late);
        }
    }

    /// <summary>A batch is durable.</summary>
    public void Committed(long sequence, int records)
    {
        var now = time.GetTimestamp();
        if (!HasBacklog) Volatile.Write(ref _backlogSince, now);
        Volatile.Write(ref _durable, sequence);
        Volatile.Write(ref _lastCommit, now);
        Volatile.Write(ref _committed, _committed + records);
    }

    public bool CommittedWithin(TimeSpan span) => Volatile.Read(ref _lastCommit) is not 0 and var at && time.GetElapsedTime(at) < span;

    /// <summary>The connection was lost, and claims with it.</summary>
    public void Disconnected() => _claimed = false;

    /// <summary>How long until there is something to do: zero for now, null for nothing in sight.</summary>
    public TimeSpan? NextStep()
    {
        if (!_looked || _others.Count > 0 || _projected < _target || Backlog > options.BacklogBound || HasReaders()) return TimeSpan.Zero;
        var look = identity.IsShared ? Left(_lastLook, LookEvery) : (TimeSpan?)null;
        if (!HasBacklog) return look;
        var next = Min(Left(Volatile.Read(ref _lastCommit), Quiet), AgeLeft());
        return queue.IsClosed ? TimeSpan.Zero : look is { } due ? Min(next, due) : next;
    }

    /// <summary>Does one step of what is due.</summary>
    public void Step()
    {
        if (!_looked || (identity.IsShared && Left(_lastLook, LookEvery) == TimeSpan.Zero)) Look();
        Accept();
        if (_others.TryPeek(out var other))
        {
            Recover(other);
        }
        else if (HasBacklog)
        {
            if (AgeLeft() == TimeSpan.Zero) Aim();
            // In a quiet moment only for as long as it is one: requests that come have the processor for themselves.
            var isQuiet = Left(Volatile.Read(ref _lastCommit), Quiet) == TimeSpan.Zero;
            if (isQuiet || queue.IsClosed || _projected < _target || Backlog > options.BacklogBound) Project(identity.Node);
        }

        Answer();
    }

    private void Look()
    {
        foreach (var node in store.FindOthers().Except(_others)) _others.Enqueue(node);
        _lastLook = time.GetTimestamp();
        _looked = true;
    }

    private void Aim()
    {
        _target = Volatile.Read(ref _durable);
        _lastTarget = time.GetTimestamp();
    }

    private void Recover(string other)
    {
        if (!_claimed && !(_claimed = store.TryClaim(other)))
        {
            _others.Dequeue();
            return;
        }

        if (Project(other)) return;
        var lost = store.GiveUpOpenRows(other);
        store.Release(other);
        _claimed = false;
        _others.Dequeue();
        if (lost > 0) FoundLost(log, lost);
    }

    /// <summary>Projects some batches of a node; false when there were none.</summary>
    private bool Project(string node)
    {
        // What is counted before the look is there to be found by it.
        var (committed, durable) = (Volatile.Read(ref _committed), Volatile.Read(ref _durable));
        var batches = store.Read(node, _unreadable.GetValueOrDefault(node), _batches);
        if (batches.Count == 0)
        {
            if (node == identity.Node) Advance(durable, 0, durable, committed);
            return false;
        }

        List<UsageEvent> events = [];
        List<JournalBatch> readable = [];
        var unreadable = 0L;
        foreach (var batch in batches)
        {
            if (TryDecode(batch, events)) readable.Add(batch);
            else unreadable = batch.Sequence;
        }

        store.Project(UsageFold.Fold(events), readable);
        if (unreadable > 0) _unreadable[node] = unreadable; // it stays where it is, for a person or a newer release
        Volatile.Write(ref _moved, _moved + events.Count);
        if (node == identity.Node) Advance(batches[^1].Sequence, events.Count, durable, committed);

        _batches = Math.Clamp(_batches * RecordsPerStep / Math.Max(events.Count, 1), 1, Math.Min(MostBatches, _batches * 2));
        return true;
    }

    /// <summary>All up to a sequence number is projected. Counts are for people: whenever all is projected that was durable, they are put right.</summary>
    private void Advance(long projected, int records, long durable, long committed)
    {
        Volatile.Write(ref _projected, projected);
        Volatile.Write(ref _counted, projected >= durable ? Math.Max(committed, _counted + records) : _counted + records);
    }

    private bool TryDecode(JournalBatch batch, List<UsageEvent> events)
    {
        if (JournalCodec.TryRead(batch.Records, batch.Node, out var found, out var problem))
        {
            events.AddRange(found);
            return true;
        }

        Unreadable(log, batch.Sequence, problem!);
        return false;
    }

    private bool HasReaders()
    {
        lock (_gate) return _arrived.Count > 0 || _accepted.Count > 0;
    }

    private void Accept()
    {
        lock (_gate)
        {
            if (_arrived.Count == 0) return;
            foreach (var waiter in _arrived) _accepted.Add((Volatile.Read(ref _durable), waiter));
            _arrived.Clear();
        }

        Aim();
    }

    private void Answer()
    {
        if (_others.Count > 0) return;
        lock (_gate)
        {
            _accepted.RemoveAll(reader => (reader.Target <= _projected || !HasBacklog) && (reader.Waiter.TrySetResult() || true));
        }
    }

    private TimeSpan Left(long since, TimeSpan span)
    {
        var left = span - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>How long until the journal is old: since it was last emptied up to some point, or has anything in it at all.</summary>
    private TimeSpan AgeLeft() => Left(Math.Max(_lastTarget, Volatile.Read(ref _backlogSince)), Age);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lost} requests of a process that ended before they were settled are booked as indeterminate.")]
    private static partial void FoundLost(ILogger log, int lost);

    [LoggerMessage(Level = LogLevel.Error, Message = "Batch {Sequence} of the usage journal cannot be read ({Problem}). It is kept there; everything else goes on.")]
    private static partial void Unreadable(ILogger log, long sequence, string problem);
}
