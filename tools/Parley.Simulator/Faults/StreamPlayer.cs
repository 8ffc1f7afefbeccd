using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Recording;

namespace Parley.Simulator.Faults;

/// <summary>Plays rendered frames to a client: paced, cut, and with the faults of the spec.</summary>
internal sealed class StreamPlayer(HttpContext http, Spec spec, Counters counters, Dice dice)
{
    private readonly PipeWriter _body = http.Response.BodyWriter;
    private readonly CancellationToken _gone = http.RequestAborted;
    private readonly Pace _pace = new(spec.Timing, dice);

    public async Task PlayAsync(Frame[] frames)
    {
        var (index, pending) = (0, 0);
        for (var i = 0; i < frames.Length; i++)
        {
            var frame = frames[i];
            if (frame.IsContent)
            {
                if (pending >= spec.Wire.ChunksPerWrite)
                {
                    counters.Sent(pending);
                    pending = 0;
                    await FlushAsync();
                    await _pace.GapAsync(_gone);
                }

                if (await FailsAsync(index)) return;
                index++;
                pending++;
            }

            await WriteAsync(frame);
            if (spec.Fault.Endless && frame.IsContent && !frames.AsSpan(i + 1).ContainsContent()) i = frames.AsSpan().FirstContent() - 1;
        }

        counters.Sent(pending);
        await FlushAsync();
    }

    private async ValueTask<bool> FailsAsync(int index)
    {
        var fault = spec.Fault;
        if (index == fault.HangAt)
        {
            await FlushAsync();
            await Line.HangAsync(http);
        }

        if (index == fault.DropAt)
        {
            await FlushAsync();
            await Line.CloseAsync(http);
            return true;
        }

        if (index == fault.ResetAt)
        {
            await FlushAsync();
            await Line.ResetAsync(http);
            return true;
        }

        return false;
    }

    private async ValueTask WriteAsync(Frame frame)
    {
        if (spec.Wire.Split || spec.Wire.Bytes)
        {
            await WriteInPiecesAsync(frame.Bytes);
            return;
        }

        var span = _body.GetSpan(frame.Bytes.Length);
        frame.Bytes.Span.CopyTo(span);
        if (frame.StampAt >= 0) Stamp(span[frame.StampAt..]);
        _body.Advance(frame.Bytes.Length);
    }

    private async Task WriteInPiecesAsync(ReadOnlyMemory<byte> bytes)
    {
        for (var rest = bytes; rest.Length > 0;)
        {
            var size = Math.Min(spec.Wire.Bytes ? 1 : 1 + dice.Below(23), rest.Length);
            _body.Write(rest.Span[..size]);
            rest = rest[size..];
            await FlushAsync();
        }
    }

    private async ValueTask FlushAsync()
    {
        // On a connection that is gone writing succeeds until the server says so, by which time a whole stream may have been "sent".
        if ((await _body.FlushAsync(_gone)).IsCompleted) throw new OperationCanceledException("The client is gone.");
        _gone.ThrowIfCancellationRequested();
    }

    private static void Stamp(Span<byte> place)
    {
        var nanoseconds = (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
        nanoseconds.TryFormat(place, out _, "x16", CultureInfo.InvariantCulture);
    }
}
