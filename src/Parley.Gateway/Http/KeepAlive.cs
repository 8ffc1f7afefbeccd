using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;

namespace Parley.Gateway.Http;

/// <summary>
/// Tells the client of a silent stream every few seconds that it is not forgotten, in the way that its format allows: whoever stands
/// between closes a connection on which nothing moves. Also before the first token, and so perhaps before it is known whether there
/// will be one: from then on a failure can only be told inside the stream. One timer a stream, which looks at a timestamp.
/// </summary>
internal sealed class KeepAlive : IDisposable
{
    private readonly HttpContext _context;
    private readonly IDialect _dialect;
    private readonly string _requestId;
    private readonly ClientPatience _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _waitingSince; // 0 while the stream's own loop writes, or is about to
    private bool _isOver;
    private Task _telling = Task.CompletedTask;

    public KeepAlive(HttpContext context, IDialect dialect, string requestId, ClientPatience client, TimeProvider time, TimeSpan interval)
    {
        _context = context;
        _dialect = dialect;
        _requestId = requestId;
        _client = client;
        _time = time;
        _interval = interval;
        _timer = time.CreateTimer(static self => ((KeepAlive)self!).Look(), this, interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is to be written from now on, until <see cref="RestAsync"/>.</summary>
    public void Wait()
    {
        lock (_gate) _waitingSince = _time.GetTimestamp();
    }

    /// <summary>Something is to be written. Completes when the output is free.</summary>
    public ValueTask RestAsync()
    {
        lock (_gate)
        {
            _waitingSince = 0;
            return _telling.IsCompleted ? default : new ValueTask(_telling);
        }
    }

    public void Dispose()
    {
        lock (_gate) _isOver = true;
        _timer.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_isOver) return;
            var left = _waitingSince == 0 ? _interval : _interval - _time.GetElapsedTime(_waitingSince);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            _telling = TellAsync();
        }
    }

    private async Task TellAsync()
    {
        try
        {
            StreamHead.Set(_context.Response, _dialect.Format, _requestId);
            var output = _context.Response.BodyWriter;
            output.Raw(_dialect.KeepAlive.Span);
            await _client.FlushAsync(_context, output, output.UnflushedBytes, _context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The client is gone. The stream's own loop learns that by itself, and it alone can end the call.
            return;
        }

        lock (_gate)
        {
            if (_isOver) return;
            if (_waitingSince != 0) _waitingSince = _time.GetTimestamp();
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }
}
