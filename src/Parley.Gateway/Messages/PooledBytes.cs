using System.Buffers;

namespace Parley.Gateway.Messages;

/// <summary>A growing run of bytes in pooled memory: bodies, folded text. Not thread-safe. <see cref="Release"/> gives the memory back; one that is never
/// released (an answer that was abandoned) is left to the garbage collector.</summary>
internal sealed class PooledBytes(int capacity = 0) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = Buffers.Rent(capacity);
    private int _count;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>How much was written.</summary>
    public int Count => _count;

    /// <summary>How much there is room for, what was written included.</summary>
    public int Capacity => _bytes.Length;

    /// <inheritdoc/>
    public void Advance(int count) => _count += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_count);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_count);
    }

    /// <summary>Forgets what was written, keeps the memory.</summary>
    public void Clear() => _count = 0;

    /// <summary>Forgets what was written and gives the memory back.</summary>
    public void Release()
    {
        Buffers.Return(_bytes);
        _bytes = [];
        _count = 0;
    }

    /// <inheritdoc cref="Release"/>
    public void Dispose() => Release();

    private void Grow(int sizeHint)
    {
        var need = checked(_count + Math.Max(sizeHint, 1));
        if (need <= _bytes.Length) return;
        var larger = Buffers.Rent(Math.Max(need, Math.Max(256, (int)Math.Min(_bytes.Length * 2L, Array.MaxLength))));
        _bytes.AsSpan(0, _count).CopyTo(larger);
        Buffers.Return(_bytes);
        _bytes = larger;
    }
}
