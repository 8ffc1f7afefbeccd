using System.Text.Json;
using Parley.Billing.Model;
using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>
/// Moves batches from the journal into the usage table, in steps of a few milliseconds between two commits: when it is
/// quiet, when the journal grows long or old, and before somebody reads. Also settles what processes left behind that
/// are gone. Runs on the writer's thread, except for <see cref="CatchUpAsync"/>.
/// </summary>
internal sealed partial class LedgerProjector(
    IJournalStore store, LedgerIdentity identity, LedgerQueue queue, BillingOptions options, TimeProvider time, ILogger<LedgerProjector> log)
{
    private const int RecordsPerStep = 256, MostBatches = 512;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250), Age = TimeSpan.FromSeconds(30), LookEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _arrived = [];
    private readonly List<(long Target, TaskCompletionSource Waiter)> _accepted = [];
    private readonly Queue<string> _others = new();
    private readonly Dictionary<string, long> _unreadable = [];
    private long _backlog, _moved, _durable, _projected, _target, _lastCommit, _lastTarget, _lastLook;
    private int _batches = 4;
    private bool _looked, _claimed;

    /// <summary>Durable records of this process that are not in the usage table yet.</summary>
    public long Backlog => Volatile.Read(ref _backlog);

    /// <summary>Records that were moved there so far, other processes' included.</summary>
    public long Projected => Volatile.Read(ref _moved);

    public bool HasBacklog => Backlog > 0;

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

    public void Committed(long sequence, int records)
    {
        if (!HasBacklog) _lastTarget = time.GetTimestamp();
        Volatile.Write(ref _backlog, _backlog + records);
        _durable = sequence;
        _lastCommit = time.GetTimestamp();
    }

    /// <summary>The connection was lost, and claims with it.</summary>
    public void Disconnected() => _claimed = false;

    /// <summary>How long until there is something to do: zero for now, null for nothing in sight.</summary>
    public TimeSpan? NextStep()
    {
        if (!_looked || _others.Count > 0 || _projected < _target || _backlog > options.BacklogBound || HasReaders()) return TimeSpan.Zero;
        var look = identity.IsShared ? Left(_lastLook, LookEvery) : (TimeSpan?)null;
        if (!HasBacklog) return look;
        var next = Min(Left(_lastCommit, Quiet), Left(_lastTarget, Age));
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
            if (queue.IsClosed || Left(_lastCommit, Quiet) == TimeSpan.Zero || Left(_lastTarget, Age) == TimeSpan.Zero) Aim();
            if (_projected < _target || _backlog > options.BacklogBound) Project(identity.Node);
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
        _target = _durable;
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
        var batches = store.Read(node, _unreadable.GetValueOrDefault(node), _batches);
        if (batches.Count == 0)
        {
            if (node == identity.Node) (_projected, _backlog) = (_durable, 0);
            return false;
        }

        List<UsageEvent> events = [];
        List<JournalBatch> readable = [];
        foreach (var batch in batches)
        {
            if (TryDecode(batch, events)) readable.Add(batch);
        }

        store.Project(UsageFold.Fold(events), readable);
        Volatile.Write(ref _moved, _moved + events.Count);
        if (node == identity.Node)
        {
            _projected = batches[^1].Sequence;
            Volatile.Write(ref _backlog, Math.Max(0, _backlog - events.Count));
        }

        _batches = Math.Clamp(_batches * RecordsPerStep / Math.Max(events.Count, 1), 1, Math.Min(MostBatches, _batches * 2));
        return true;
    }

    private bool TryDecode(JournalBatch batch, List<UsageEvent> events)
    {
        try
        {
            events.AddRange(JournalCodec.Read(batch.Records, batch.Node));
            return true;
        }
        catch (JsonException problem)
        {
            // It stays where it is, for a person or a newer release; everything behind it goes on.
            _unreadable[batch.Node] = batch.Sequence;
            Unreadable(log, batch.Sequence, problem.Message);
            return false;
        }
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
            foreach (var waiter in _arrived) _accepted.Add((_durable, waiter));
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

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lost} requests of a process that ended before they were settled are booked as indeterminate.")]
    private static partial void FoundLost(ILogger log, int lost);

    [LoggerMessage(Level = LogLevel.Error, Message = "Batch {Sequence} of the usage journal cannot be read ({Problem}). It is kept there; everything else goes on.")]
    private static partial void Unreadable(ILogger log, long sequence, string problem);
}
