using System.Data.Common;
using Parley.Gateway.Ports;

namespace Parley.Streams.Log;

/// <summary>Counts the readers of a stream of this process, and calls the stream unwanted when there have been none for the grace period, here or in
/// another process.</summary>
internal sealed class ReaderWatch : IDisposable
{
    private readonly StreamInfo _info;
    private readonly TimeSpan _patience;
    private readonly FrameTable _table;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _unwanted;
    private readonly ITimer _grace;
    private bool _isOver;

    public ReaderWatch(StreamInfo info, TimeSpan grace, FrameTable table, TimeProvider time)
    {
        (_info, _patience, _table, _time) = (info, grace, table, time);
        _unwanted = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _grace = time.CreateTimer(static self => _ = ((ReaderWatch)self!).LookAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fires when nobody wants the stream any more.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Readers in this process.</summary>
    public int Count { get; private set; }

    public void Enter()
    {
        lock (_gate) Count++;
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--Count == 0 && !_info.NeedsNoReader && !_isOver) _grace.Change(_patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Somebody asked for its end.</summary>
    public void Stop() => _unwanted.Cancel();

    /// <summary>The stream has ended: nobody needs to want it.</summary>
    public void Over()
    {
        lock (_gate) _isOver = true;
    }

    /// <summary>The source of the token holds nothing, and somebody may be stopping the stream this moment: it is left alone.</summary>
    public void Dispose() => _grace.Dispose();

    private async Task LookAsync()
    {
        var readElsewhere = DateTimeOffset.MinValue;
        try
        {
            readElsewhere = await _table.ReadAtAsync(_info.Id, CancellationToken.None);
        }
        catch (Exception problem) when (problem is DbException or InvalidOperationException)
        {
            // The database is away: nobody reads there, either.
        }

        lock (_gate)
        {
            if (Count > 0 || _isOver) return;
            if (readElsewhere > _time.GetUtcNow() - _patience)
            {
                _grace.Change(_patience, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        await _unwanted.CancelAsync();
    }
}
