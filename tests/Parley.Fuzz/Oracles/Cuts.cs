namespace Parley.Fuzz.Oracles;

/// <summary>Bytes that arrive in pieces: all at once, one by one, or in sizes that depend on nothing but the bytes.</summary>
internal sealed class Cuts(ReadOnlyMemory<byte> bytes, int size) : Stream
{
    private int _at;
    private uint _state = (uint)bytes.Length * 2654435761;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    /// <summary>One piece; <paramref name="size"/> 0 for all at once, negative for sizes that vary.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _state = (_state * 1664525) + 1013904223;
        var wanted = size switch { 0 => int.MaxValue, < 0 => 1 + (int)(_state >> 8) % 97, _ => size };
        var count = Math.Min(Math.Min(Math.Max(wanted, 1), buffer.Length), bytes.Length - _at);
        bytes.Slice(_at, count).CopyTo(buffer);
        _at += count;
        return new(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
