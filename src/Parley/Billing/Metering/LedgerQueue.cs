using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>
/// What waits for the writer. Intents of whole answers linger for a moment, so that an instant answer needs one record
/// instead of two; whatever somebody waits for, or soon will, is ready at once. While the writer commits one batch, the next one collects here.
/// </summary>
internal sealed class LedgerQueue(BillingOptions options, TimeProvider time) : IUsageLedger
{
    private const string Full = "The usage ledger cannot keep up: too many records wait for the database. Nothing was booked; try again in a moment.";
    private const string Closed = "Parley is stopping and books no new requests. Nothing was booked; try again elsewhere.";

    private const int MostPerThread = 8;

    // Buffered writes need no haste: fewer and larger commits.
    private readonly TimeSpan _linger = TimeSpan.FromMilliseconds(options.Durability == MeterDurability.Durable ? 3 : 20);
    private readonly bool _acknowledgeAtOnce = options.Durability == MeterDurability.Buffered;
    private readonly object _gate = new();
    private readonly Queue<LedgerEntry> _lingering = new();
    private readonly Queue<LedgerEntry> _ready = new();
    private readonly List<LedgerItem> _writing = [];
    private string? _outage;
    private bool _closed, _sleeping, _woken;
    private int _held;

    /// <summary>Records that are not durable yet.</summary>
    public int Length => Volatile.Read(ref _held);

    public bool IsClosed => Volatile.Read(ref _closed);

    public ILedgerEntry Open(UsageIntent intent)
    {
        var entry = new LedgerEntry(this, intent, time.GetTimestamp());
        lock (_gate)
        {
            if (_closed || _held >= options.QueueBound)
            {
                entry.IntentStage = RecordStage.Refused;
                return entry;
            }

            _held++;
            if (intent.Stream && !_acknowledgeAtOnce)
            {
                // Its settlement comes long after its first token, for which this has to be durable.
                MakeReady(entry);
                return entry;
            }

            _lingering.Enqueue(entry);
            // A writer that only naps will look by itself within the linger: no need to pay for waking it.
            if (_sleeping) Monitor.Pulse(_gate);
        }

        return entry;
    }

    public ValueTask WhenDurableAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        DurableWaiter waiter;
        lock (_gate)
        {
            if (entry.IntentStage == RecordStage.Durable) return ValueTask.CompletedTask;
            if (entry.IntentStage == RecordStage.Refused) return Unavailable(_closed ? Closed : Full);
            if (_acknowledgeAtOnce) return ValueTask.CompletedTask;
            if (entry.IntentStage == RecordStage.Waiting) MakeReady(entry);
            if (_outage is not null) return Unavailable(_outage);
            waiter = entry.IntentWaiter = new DurableWaiter();
        }

        return cancellationToken.CanBeCanceled ? new ValueTask(waiter.Task.AsTask().WaitAsync(cancellationToken)) : waiter.Task;
    }

    public ValueTask SettleAsync(LedgerEntry entry, UsageSettlement settlement)
    {
        DurableWaiter waiter;
        lock (_gate)
        {
            if (entry.Settlement is not null) throw new InvalidOperationException($"Request {entry.Intent.RequestId} is settled already.");
            entry.Settlement = settlement;
            if (entry.IntentStage == RecordStage.Refused) return Unavailable(_closed ? Closed : Full);
            entry.SettlementStage = RecordStage.Ready;
            if (entry.IntentStage == RecordStage.Waiting)
            {
                MakeReady(entry);
            }
            else if (entry.IntentStage != RecordStage.Ready)
            {
                // The intent is written, or is just being written: a record of its own. It is taken in even when the
                // queue is full, for its request was acknowledged; there are never more of them than running requests.
                _held++;
                Enqueue(entry);
            }

            if (_acknowledgeAtOnce) return ValueTask.CompletedTask;
            if (_outage is not null) return Unavailable(_outage);
            waiter = entry.SettlementWaiter = new DurableWaiter();
        }

        return waiter.Task;
    }

    /// <summary>Takes the next batch; waits for one up to <paramref name="patience"/> (null: without end), or until
    /// <see cref="Wake"/>. The batch stays the queue's until <see cref="Complete"/>.</summary>
    public IReadOnlyList<LedgerItem> Take(int most, TimeSpan? patience, bool nap)
    {
        lock (_gate)
        {
            var end = patience is { } limit ? time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency) : long.MaxValue;
            while (!Collect(most) && !_woken)
            {
                var wait = patience is null ? Timeout.InfiniteTimeSpan : time.GetElapsedTime(time.GetTimestamp(), end);
                if (patience is not null && wait <= TimeSpan.Zero) break;
                if ((nap || _lingering.Count > 0) && (wait > _linger || wait < TimeSpan.Zero)) wait = _linger;
                _sleeping = wait > _linger || wait < TimeSpan.Zero;
                Monitor.Wait(_gate, wait);
                _sleeping = false;
                if (!nap) continue;
                Collect(most);
                break;
            }

            _woken = false;
            return _writing;
        }
    }

    /// <summary>The batch is durable: whoever waits for it goes on, on a thread of its own.</summary>
    public void Complete()
    {
        List<DurableWaiter> waiters = [];
        lock (_gate)
        {
            _outage = null;
            foreach (var item in _writing)
            {
                item.Entry.IntentStage = RecordStage.Durable;
                if (item.Entry.IntentWaiter is { } waiter) waiters.Add(waiter);
                item.Entry.IntentWaiter = null;
                if (item.Settlement is null) continue;
                item.Entry.SettlementStage = RecordStage.Durable;
                if (item.Entry.SettlementWaiter is { } last) waiters.Add(last);
                item.Entry.SettlementWaiter = null;
            }

            _held -= _writing.Count;
            _writing.Clear();
        }

        Release(waiters);
    }

    /// <summary>Sends away whoever waits when the oldest ready record has waited too long. The records stay. True when
    /// that began an outage; it ends with the next commit.</summary>
    public bool GiveUpWaiting(string reason)
    {
        lock (_gate)
        {
            var oldest = _writing.Count > 0 ? _writing[0].Entry : _ready.TryPeek(out var head) ? head : null;
            return oldest is not null && time.GetElapsedTime(oldest.ReadyAt) >= options.WriteTimeout && SendAway(reason);
        }
    }

    /// <summary>The writer is gone: nobody waits for it any more, now or later.</summary>
    public void End()
    {
        lock (_gate) SendAway(Closed);
    }

    private bool SendAway(string reason)
    {
        List<DurableWaiter> waiters = [];
        var began = _outage is null;
        _outage = reason;
        foreach (var entry in _writing.Select(item => item.Entry).Concat(_ready))
        {
            if (entry.IntentWaiter is { } waiter) waiters.Add(waiter);
            if (entry.SettlementWaiter is { } last) waiters.Add(last);
            entry.IntentWaiter = entry.SettlementWaiter = null;
        }

        foreach (var waiter in waiters)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static gone => gone.waiter.Fail(gone.reason), (waiter, reason), preferLocal: false);
        }

        return began;
    }

    /// <summary>Lets the writer look around.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes in no new calls; what is held will still be written.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        Wake();
    }

    private bool Collect(int most)
    {
        if (_writing.Count > 0) return true; // A batch that could not be written yet.
        while (_lingering.TryPeek(out var entry))
        {
            if (entry.IntentStage == RecordStage.Waiting)
            {
                if (!_closed && time.GetElapsedTime(entry.OpenedAt) < _linger) break;
                MakeReady(entry);
            }

            _lingering.Dequeue();
        }

        while (_writing.Count < most && _ready.TryDequeue(out var entry))
        {
            var settled = entry.SettlementStage == RecordStage.Ready;
            if (entry.IntentStage == RecordStage.Ready) entry.IntentStage = RecordStage.Writing;
            if (settled) entry.SettlementStage = RecordStage.Writing;
            _writing.Add(new LedgerItem(entry, settled ? entry.Settlement : null));
        }

        return _writing.Count > 0;
    }

    private void MakeReady(LedgerEntry entry)
    {
        entry.IntentStage = RecordStage.Ready;
        Enqueue(entry);
    }

    private void Enqueue(LedgerEntry entry)
    {
        entry.ReadyAt = time.GetTimestamp();
        _ready.Enqueue(entry);
        if (!_acknowledgeAtOnce || _sleeping) Monitor.Pulse(_gate);
    }

    /// <summary>Lets a batch of waiters go on, a few on each pool thread: one work item for every waiter would cost more
    /// in waking threads than what the waiters still have to do.</summary>
    private static void Release(List<DurableWaiter> waiters)
    {
        var portion = Math.Clamp((waiters.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount, 1, MostPerThread);
        for (var start = 0; start < waiters.Count; start += portion)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static some => { foreach (var waiter in some) waiter.Succeed(); },
                waiters.GetRange(start, Math.Min(portion, waiters.Count - start)), preferLocal: false);
        }
    }

    private static ValueTask Unavailable(string reason) => ValueTask.FromException(new LedgerUnavailableException(reason));
}
