using System.Runtime.CompilerServices;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Upstreams.Sse;

/// <summary>
/// Cuts a byte stream into server-sent event frames, as the WHATWG HTML standard ("Server-sent events", parsing an event
/// stream) defines them: lines end with LF, CR or CRLF, an empty line ends a frame, one leading BOM is skipped.
/// Bounded: a frame over the limit ends the reading. Frames point into one pooled buffer and are valid until the next
/// call; nothing is allocated per frame. Any cutting of the bytes gives the same frames, and a frame is handed out as
/// soon as its last line end is here: a CR ends it at once, an LF that follows belongs to the next frame's raw bytes.
/// </summary>
internal sealed class SseReader(Stream source, int maxFrameBytes) : IDisposable
{
    /// <summary>16 MiB: the longest frame of text formats.</summary>
    public const int DefaultMaxFrameBytes = 16 * 1024 * 1024;

    private const int FirstBufferBytes = 4 * 1024;
    private const int BusyBufferBytes = 16 * 1024;

    private byte[] _buffer = Buffers.Rent(FirstBufferBytes);
    private byte[]? _joined;
    private int _frameStart;   // first byte of the frame under way
    private int _lineStart;    // first byte of the line under way
    private int _scanned;      // bytes before this hold no line end of the line under way
    private int _end;          // behind the last byte read
    private bool _skipLineFeed;
    private bool _atStart = true;

    private int _eventStart, _eventLength;
    private int _dataStart, _dataLength;
    private int _joinedLength;
    private int _dataLines;

    /// <summary>All bytes of the frame, line ends included.</summary>
    public ReadOnlyMemory<byte> Raw { get; private set; }

    /// <summary>Value of the frame's last <c>event:</c> field; empty when absent.</summary>
    public ReadOnlyMemory<byte> EventName { get; private set; }

    /// <summary>Values of its <c>data:</c> fields, joined with LF.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>The frame has at least one <c>data:</c> field; otherwise it is a comment, or fields of no concern.</summary>
    public bool HasData { get; private set; }

    /// <summary>The stream is over and this last frame lacks its closing empty line.</summary>
    public bool IsUnterminated { get; private set; }

    /// <summary>The frame ends with a CR and nothing is here behind it: an LF that belongs to it may still come.</summary>
    public bool MayLackLineFeed => _skipLineFeed && _scanned == _end;

    /// <summary>The source has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The frame under way is longer than allowed; nothing more can be read.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>Takes the next frame from the bytes that are here; false when more must be read.</summary>
    public bool TryTake()
    {
        var span = _buffer.AsSpan();
        while (_scanned < _end)
        {
            if (_skipLineFeed)
            {
                _skipLineFeed = false;
                if (span[_scanned] == (byte)'\n')
                {
                    _lineStart = ++_scanned;
                    continue;
                }
            }

            var found = span[_scanned.._end].IndexOfAny((byte)'\n', (byte)'\r');
            if (found < 0)
            {
                _scanned = _end;
                return false;
            }

            var lineEnd = _scanned + found;
            if (_atStart) SkipByteOrderMark(span[.._end]);
            var isEmpty = lineEnd == _lineStart;
            if (!isEmpty) TakeField(_lineStart, lineEnd);
            var next = lineEnd + 1;
            if (span[lineEnd] == (byte)'\r')
            {
                if (next < _end && span[next] == (byte)'\n') next++;
                else _skipLineFeed = true;
            }

            _lineStart = _scanned = next;
            if (!isEmpty) continue;
            if (_dataLines == 0 && OnlyLineEnds(span[_frameStart..next])) continue; // leftovers between frames travel with the next one
            HandOut(next, unterminated: false);
            return true;
        }

        return false;
    }

    /// <summary>Reads more bytes; false at the end of the source or at the limit. At the end, a last frame without its
    /// empty line is offered by <see cref="TryTakeUnterminated"/>.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        if (IsOverLimit || IsEnded) return new ValueTask<bool>(false);
        var reading = source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<bool>(Took(reading.Result)) : AwaitRead(reading);
    }

    /// <summary>After the end of the source: what stands there without a closing empty line.</summary>
    public bool TryTakeUnterminated()
    {
        if (!IsEnded) return false;
        if (_atStart) SkipByteOrderMark(_buffer.AsSpan(0, _end));
        if (_end > _lineStart) TakeField(_lineStart, _end);
        if (_dataLines == 0) return false;
        _lineStart = _scanned = _end;
        HandOut(_end, unterminated: true);
        return true;
    }

    public void Dispose()
    {
        Buffers.Return(_buffer);
        if (_joined is not null) Buffers.Return(_joined);
        _buffer = [];
        _joined = null;
        _frameStart = _lineStart = _scanned = _end = 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AwaitRead(ValueTask<int> reading) => Took(await reading.ConfigureAwait(false));

    private bool Took(int bytes)
    {
        _end += bytes;
        if (bytes == 0) IsEnded = true;
        return bytes > 0;
    }

    private void HandOut(int frameEnd, bool unterminated)
    {
        Raw = _buffer.AsMemory(_frameStart, frameEnd - _frameStart);
        EventName = _buffer.AsMemory(_eventStart, _eventLength);
        Data = _dataLines > 1 ? _joined.AsMemory(0, _joinedLength) : _buffer.AsMemory(_dataStart, _dataLength);
        HasData = _dataLines > 0;
        IsUnterminated = unterminated;
        _frameStart = frameEnd;
        _eventStart = _eventLength = _dataStart = _dataLength = _dataLines = _joinedLength = 0;
    }

    private void TakeField(int start, int end)
    {
        var line = _buffer.AsSpan(start, end - start);
        if (line.StartsWith("data"u8) && (line.Length == 4 || line[4] == (byte)':'))
        {
            var value = Math.Min(end, ValueStart(line, 4) + start);
            AddData(value, end - value);
        }
        else if (line.StartsWith("event"u8) && (line.Length == 5 || line[5] == (byte)':'))
        {
            _eventStart = Math.Min(end, ValueStart(line, 5) + start);
            _eventLength = end - _eventStart;
        }
    }

    private static int ValueStart(ReadOnlySpan<byte> line, int name) =>
        line.Length > name + 1 && line[name + 1] == (byte)' ' ? name + 2 : name + 1;

    private void AddData(int start, int length)
    {
        if (_dataLines++ == 0)
        {
            (_dataStart, _dataLength) = (start, length);
            return;
        }

        // Several data lines are rare: they are joined in a buffer of their own, so that the raw frame stays untouched.
        if (_dataLines == 2)
        {
            EnsureJoined(_dataLength);
            _buffer.AsSpan(_dataStart, _dataLength).CopyTo(_joined);
            _joinedLength = _dataLength;
        }

        EnsureJoined(_joinedLength + 1 + length);
        _joined![_joinedLength++] = (byte)'\n';
        _buffer.AsSpan(start, length).CopyTo(_joined.AsSpan(_joinedLength));
        _joinedLength += length;
    }

    private void EnsureJoined(int size)
    {
        if (_joined?.Length >= size) return;
        var larger = Buffers.Rent(Math.Max(size, 2 * (_joined?.Length ?? 512)));
        if (_joined is not null)
        {
            _joined.AsSpan(0, _joinedLength).CopyTo(larger);
            Buffers.Return(_joined);
        }

        _joined = larger;
    }

    private void SkipByteOrderMark(ReadOnlySpan<byte> bytes)
    {
        _atStart = false;
        if (bytes.StartsWith("\uFEFF"u8)) _lineStart = _frameStart = Math.Max(_lineStart, 3);
    }

    private static bool OnlyLineEnds(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)'\r', (byte)'\n') < 0;

    private void MakeRoom()
    {
        var isFull = _end == _buffer.Length;
        if (_frameStart == _end)
        {
            // All is handed out. A stream that fills its buffer comes faster than it is passed on: it gets a larger one.
            if (isFull && _buffer.Length < Math.Min(BusyBufferBytes, maxFrameBytes)) Grow(BusyBufferBytes);
            else Move(_buffer);
        }
        else if (!isFull) return;
        else if (_frameStart > 0) Move(_buffer);
        else if (_buffer.Length >= maxFrameBytes) IsOverLimit = true;
        else Grow(_buffer.Length * 2);
    }

    private void Grow(int bytes)
    {
        var old = _buffer;
        Move(Buffers.Rent(Math.Min(bytes, Math.Max(maxFrameBytes, FirstBufferBytes))));
        Buffers.Return(old);
    }

    /// <summary>Brings the frame under way to the front of <paramref name="target"/>, and all offsets with it.</summary>
    private void Move(byte[] target)
    {
        var by = _frameStart;
        _buffer.AsSpan(by, _end - by).CopyTo(target);
        _buffer = target;
        _frameStart = 0;
        _lineStart -= by;
        _scanned -= by;
        _end -= by;
        _eventStart = Math.Max(0, _eventStart - by);
        _dataStart = Math.Max(0, _dataStart - by);
    }
}
