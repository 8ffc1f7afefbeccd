namespace Parley.Streams.Log;

/// <summary>The newest frames of a stream, by their numbers. Not thread-safe.</summary>
internal sealed class FrameWindow
{
    private readonly List<byte[]> _frames = [];
    private int _dropped; // at the front of the list, not removed yet: moving the rest for each would cost more

    /// <summary>Number of the oldest frame that is here.</summary>
    public long First { get; private set; } = 1;

    /// <summary>Number of the newest frame; 0 before there was one.</summary>
    public long Last => First + _frames.Count - _dropped - 1;

    /// <summary>Bytes that are here.</summary>
    public int Bytes { get; private set; }

    public byte[] this[long number] => _frames[(int)(number - First) + _dropped];

    public void Add(byte[] frame)
    {
        _frames.Add(frame);
        Bytes += frame.Length;
    }

    public void DropFirst()
    {
        Bytes -= _frames[_dropped].Length;
        _frames[_dropped++] = [];
        First++;
        if (_dropped < 64 || _dropped < _frames.Count / 2) return;
        _frames.RemoveRange(0, _dropped);
        _dropped = 0;
    }
}
