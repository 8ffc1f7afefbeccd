using System.Buffers;

namespace Parley.Fuzz.Oracles;

/// <summary>Takes all that is written, and keeps nothing: as a connection would.</summary>
internal sealed class Nowhere : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[64 * 1024];

    public void Advance(int count)
    {
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint);

    private byte[] Room(int size)
    {
        if (_buffer.Length < size) _buffer = new byte[size];
        return _buffer;
    }
}
