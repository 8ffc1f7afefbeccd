using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>
/// What is to be written, and whose turn it is to write. Intents of whole answers linger for a moment, so that an instant answer needs one
/// record instead of two; whatever somebody waits for, or soon will, is ready at once. One at a time leads: takes the batch and commits it.
/// </summary>
internal sealed class LedgerQueue(BillingOptions options, TimeProvider time)
{
    private const string Full = "The usage ledger cannot keep up: too many records wait for the database. Nothing was booked; try again in a moment.";
    private const string Closed = "Parley is stopping and books no new requests. Nothing was booked; try again elsewhere.";

    // Buffered writes need no haste: fewer and larger commits.
    private readonly TimeSpan _linger = TimeSpan.FromMilliseconds(options.Durability == MeterDurability.Durable ? 3 : 20);
    private readonly bool _acknowledgeAtOnce = options.Durability == MeterDurability.Buffered;
    private readonly object _gate = new();
    private readonly Queue<LedgerEntry> _lingering = new();
    private readonly Queue<LedgerEntry> _ready = new();
    private readonly List<LedgerItem> _writing = [];
    private string? _outage;
    private bool _closed, _sleeping, _woken, _isTraffic, _isLed, _isSuspended = true;
    private int _held;

    /// <summary>Records that are not durable yet.</summary>
    public int Length => Volatile.Read(ref _held);

    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>There was no commit for too long, or there is no room for one more record: a call that began now would be refused.</summary>
    public bool IsAway => Volatile.Read(ref _outage) is not null || Length >= options.QueueBound;

    /// <summary>What the leader is to write. Stays the queue's until <see cref="Complete"/>.</summary>
    public IReadOnlyList<LedgerItem> Batch => _writing;

    public LedgerEntry Open(UsageLedger ledger, UsageIntent intent)
    {
        var entry = new LedgerEntry(ledger, intent, time.GetTimestamp());
        lock (_gate)
        {
            if (_closed || _held >= options.QueueBound)
            {
                entry.IntentStage = RecordStage.Refused;
                return entry;
            }

            _held++;
            if (intent.Stream && !_acknowledgeAtOnce) MakeReady(entry);
            else _lingering.Enqueue(entry);
            WakeSleeper();
        }

        return entry;
    }

    /// <summary>A waiter for the intent; null when nobody needs to wait, and <paramref name="otherwise"/> tells how it is.</summary>
    public DurableWaiter? AwaitIntent(LedgerEntry entry, out ValueTask otherwise)
    {
        otherwise = default;
        lock (_gate)
        {
            if (entry.IntentStage == RecordStage.Durable) return null;
            if (entry.IntentStage == RecordStage.Refused) return Unavailable(_closed ? Closed : Full, out otherwise);
            if (_acknowledgeAtOnce) return null;
            if (entry.IntentStage == RecordStage.Waiting) MakeReady(entry);
            if (_outage is not null) return Unavailable(_outage, out otherwise);
            return entry.IntentWaiter = new DurableWaiter();
        }
    }

    /// <summary>Takes a settlement in; a waiter for it, or null as above.</summary>
    public DurableWaiter? Settle(LedgerEntry entry, UsageSettlement settlement, out ValueTask otherwise)
    {
        otherwise = default;
        lock (_gate)
        {
            if (entry.Settlement is not null) throw new InvalidOperationException($"Request {entry.Intent.RequestId} is settled already.");
            entry.Settlement = settlement;
            if (entry.IntentStage == RecordStage.Refused) return Unavailable(_closed ? Closed : Full, out otherwise);
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

            if (_acknowledgeAtOnce) return null;
            if (_outage is not null) return Unavailable(_outage, out otherwise);
            return entry.SettlementWaiter = new DurableWaiter();
        }
    }

    /// <summary>Takes the lead and a batch. False when somebody leads, when there is nothing to write, and for others than the
    /// keeper before the first commit, after one that failed, and where nobody waits for commits.</summary>
    public bool TryLead(int most, bool asKeeper)
    {
        lock (_gate)
        {
            if (asKeeper) EndLinger();
            if (_isLed || (!asKeeper && (_isSuspended || _acknowledgeAtOnce))) return false;
            return _isLed = Collect(most);
        }
    }

    /// <summary>The next batch for who leads already.</summary>
    public void TakeMore(int most)
    {
        lock (_gate) Collect(most);
    }

    /// <summary>The batch is durable: whoever waits for it goes on, on another thread, except for the caller's <paramref name="mine"/>, which
    /// is just completed. True when more is ready: the lead stays taken, for a thread that the caller finds.</summary>
    public bool Complete(DurableWaiter? mine)
    {
        List<DurableWaiter>? waiters = null;
        bool isMore;
        lock (_gate)
        {
            _outage = null;
            _isSuspended = false;
            foreach (var item in _writing)
            {
                item.Entry.IntentStage = RecordStage.Durable;
                Note(item.Entry.IntentWaiter);
                item.Entry.IntentWaiter = null;
                if (item.Settlement is null) continue;
                item.Entry.SettlementStage = RecordStage.Durable;
                Note(item.Entry.SettlementWaiter);
                item.Entry.SettlementWaiter = null;
            }

            _held -= _writing.Count;
            _writing.Clear();
            isMore = _isLed = _ready.Count > 0 && !_acknowledgeAtOnce;
            _isTraffic = true;
            WakeSleeper(); // there is something to project
        }

        if (waiters is not null) WaiterRelease.LetGo(waiters);
        return isMore;

        void Note(DurableWaiter? waiter)
        {
            if (waiter is null) return;
            if (waiter == mine) waiter.Succeed();
            else (waiters ??= []).Add(waiter);
        }
    }

    /// <summary>From now on everybody may lead.</summary>
    public void Begin()
    {
        lock (_gate) _isSuspended = false;
    }

    /// <summary>The batch could not be written: it stays, and is the keeper's.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            (_isLed, _isSuspended) = (false, true);
            Wake();
        }
    }

    /// <summary>The keeper's rest: until <see cref="Wake"/>, until an intent may have lingered long enough, or for <paramref name="patience"/>
    /// (null: without end). <paramref name="nap"/>: there was traffic just now, so it looks again soon without being woken.</summary>
    public void Rest(TimeSpan? patience, bool nap)
    {
        lock (_gate)
        {
            if (!_woken)
            {
                var wait = patience ?? Timeout.InfiniteTimeSpan;
                var isBusy = nap || _isTraffic || _lingering.Count > 0 || (!_isLed && _writing.Count + _ready.Count > 0);
                if (isBusy && (wait > _linger || wait < TimeSpan.Zero)) wait = _linger;
                _sleeping = wait > _linger || wait < TimeSpan.Zero;
                Monitor.Wait(_gate, wait);
                _sleeping = false;
            }

            _woken = _isTraffic = false;
        }
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

    /// <summary>The keeper is gone: nobody waits for it any more, now or later.</summary>
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

    /// <summary>Lets the keeper look around.</summary>
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

    /// <summary>Whoever lingers long enough is ready.</summary>
    private void EndLinger()
    {
        while (_lingering.TryPeek(out var entry))
        {
            if (entry.IntentStage == RecordStage.Waiting)
            {
                if (!_closed && time.GetElapsedTime(entry.OpenedAt) < _linger) break;
                MakeReady(entry);
            }

            _lingering.Dequeue();
        }
    }

    private bool Collect(int most)
    {
        if (_writing.Count > 0) return true; // A batch that could not be written yet.
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
        if (_acknowledgeAtOnce || _isSuspended) WakeSleeper();
    }

    /// <summary>A keeper that only naps will look by itself within the linger: no need to pay for waking it.</summary>
    private void WakeSleeper()
    {
        if (_sleeping) Monitor.Pulse(_gate);
    }

    private static DurableWaiter? Unavailable(string reason, out ValueTask refused)
    {
        refused = ValueTask.FromException(new LedgerUnavailableException(reason));
        return null;
    }
}
