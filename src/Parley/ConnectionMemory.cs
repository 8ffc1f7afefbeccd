using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Parley;

/// <summary>
/// Buffers for connections, ten times the size of the framework's while few are in use: a prompt of 32 KiB arrives in one piece instead of nine,
/// and each piece costs system calls and a wake-up. When many are in use at a time, most carry a few hundred bytes of a stream, and the rest are
/// small. Idle connections hold none, and what was given back last is lent first: it is still in the processor's cache. What is kept for reuse is
/// bounded; the rest goes back to the garbage collector.
/// </summary>
internal sealed class ConnectionMemory : IMemoryPoolFactory<byte>
{
    /// <summary>32 KiB and the heads around it.</summary>
    internal const int LargeBytes = 40 * 1024;

    internal const int SmallBytes = 4 * 1024;

    /// <summary>Of one pool; the server has one for each of its queues.</summary>
    internal const int MostLarge = 64;

    private const int MostSmallKept = 2048;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly Stack<Block> _large = new(), _small = new();
        private int _largeLent;

        public override int MaxBufferSize => LargeBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeBytes);
            bool isLarge;
            lock (_large)
            {
                isLarge = _largeLent < MostLarge || minBufferSize > SmallBytes;
                if (isLarge) _largeLent++;
                if ((isLarge ? _large : _small).TryPop(out var block)) return block;
            }

            return new Block(this, isLarge ? LargeBytes : SmallBytes);
        }

        protected override void Dispose(bool disposing)
        {
            lock (_large)
            {
                _large.Clear();
                _small.Clear();
            }
        }

        private void Return(Block block)
        {
            lock (_large)
            {
                if (block.Memory.Length == SmallBytes)
                {
                    if (_small.Count < MostSmallKept) _small.Push(block);
                    return;
                }

                _largeLent--;
                if (_large.Count < MostLarge) _large.Push(block);
            }
        }

        /// <summary>Pinned, as sockets need it.</summary>
        private sealed class Block(Pool pool, int bytes) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), 0, bytes);

            public void Dispose() => pool.Return(this);
        }
    }
}
