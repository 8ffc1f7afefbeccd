using System.Buffers;

namespace Parley.Gateway.Messages;

/// <summary>
/// A client's body in pooled memory. A vendor may answer before it has read all of a request, so a send can outlive the
/// request that it belongs to: each send marks itself, and memory that a send may still read never goes back to the pool, where
/// another caller would write into it, but to the garbage collector.
/// </summary>
internal sealed class ClientBody : IDisposable
{
    /// <summary>Taken on a client's word alone; the rest of an announced length only as bytes arrive.</summary>
    internal const int OnTrust = 256 * 1024;

    private const int Unannounced = 4096;
    private const int GivenBack = int.MinValue;

    private readonly int _expected;
    private byte[] _bytes;
    private int _count;
    private int _sends;

    /// <summary>Room for a body of the announced length, or of any length up to <paramref name="most"/>.</summary>
    public ClientBody(int? announced, int most)
    {
        _expected = announced ?? most;
        _bytes = Buffers.Rent(Math.Min(announced ?? Unannounced, OnTrust));
    }

    /// <summary>What came so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>How much came so far.</summary>
    public int Count => _count;

    /// <summary>How much there is room for, what came so far included.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Takes what came.</summary>
    public void Append(in ReadOnlySequence<byte> came)
    {
        var length = (int)came.Length;
        if (_count + length > _bytes.Length) Grow(_count + length);
        came.CopyTo(_bytes.AsSpan(_count));
        _count += length;
    }

    /// <summary>Before a send reads the body; false when the request is over, and the memory perhaps another one's.</summary>
    public bool TryBeginSend()
    {
        var seen = Volatile.Read(ref _sends);
        while (seen >= 0)
        {
            var before = Interlocked.CompareExchange(ref _sends, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }

        return false;
    }

    /// <summary>After a send whose last byte was taken. One that failed never says so: what it left behind may still read.</summary>
    public void EndSend() => Interlocked.Decrement(ref _sends);

    /// <summary>The request is over.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref _sends, GivenBack, 0) != 0) return;
        Buffers.Return(_bytes);
        _bytes = [];
        _count = 0;
    }

    /// <summary>In steps of four: a long body is copied by less than its length, and an idle client holds at most four times what it sent.</summary>
    private void Grow(int need)
    {
        var larger = Buffers.Rent(Math.Max(need, (int)Math.Min(_bytes.Length * 4L, _expected)));
        _bytes.AsSpan(0, _count).CopyTo(larger);
        Buffers.Return(_bytes);
        _bytes = larger;
    }
}
