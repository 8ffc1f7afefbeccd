using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;

namespace Parley.Billing.Metering;

/// <summary>
/// Commits what is ready, one batch at a time. While a batch is on its way to the disk the next one collects in the queue,
/// so batches grow with the load by themselves. What collected meanwhile is committed on a pool thread of its own, behind
/// those who were let go, so that nobody's answer waits for the records of others.
/// </summary>
internal sealed class GroupCommit(LedgerQueue queue, IJournal journal, LedgerProjector projector, LedgerMetrics metrics, TimeProvider time) : IThreadPoolWorkItem, IDisposable
{
    private const int MostRecords = 1000;

    private readonly JournalCodec _codec = new();

    /// <summary>Commits, unless somebody does already or commits are the keeper's at the moment. Never throws for what the
    /// database does. <paramref name="mine"/>: the caller's own waiter, which is complete afterwards if its record was among those.</summary>
    public void Offer(DurableWaiter? mine)
    {
        if (!queue.TryLead(MostRecords, asKeeper: false)) return;
        if (WaiterRelease.IsUnderWay) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else Lead(mine);
    }

    /// <summary>The keeper's turn: commits what is ready, or was ready when a commit failed. Throws what the database throws.</summary>
    public bool TryCommit()
    {
        if (!queue.TryLead(MostRecords, asKeeper: true)) return false;
        try
        {
            Write();
        }
        catch
        {
            Fail();
            throw;
        }

        Complete(null);
        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        queue.TakeMore(MostRecords);
        Lead(null);
    }

    public void Dispose() => journal.Dispose();

    private void Lead(DurableWaiter? mine)
    {
        try
        {
            Write();
        }
        catch (Exception)
        {
            // The keeper tries again, and says why if it fails, too.
            Fail();
            return;
        }

        Complete(mine);
    }

    private void Write()
    {
        var batch = queue.Batch;
        var start = time.GetTimestamp();
        journal.Connect();
        var sequence = journal.Append(_codec.Write(batch));
        projector.Committed(sequence, batch.Count);
        metrics.Committed(batch.Count, time.GetElapsedTime(start));
    }

    private void Complete(DurableWaiter? mine)
    {
        if (queue.Complete(mine)) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Fail()
    {
        try
        {
            metrics.Failed();
            journal.Disconnect();
        }
        catch (Exception)
        {
            // The connection is broken anyhow; what counts is that the keeper takes over.
        }

        queue.Suspend();
    }
}
