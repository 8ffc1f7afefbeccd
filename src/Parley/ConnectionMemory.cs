using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Parley;

/// <summary>
/// Buffers for connections, ten times the size of the framework's: a prompt of 32 KiB arrives in one piece instead of nine,
/// and each piece costs system calls and a wake-up. Idle connections hold none, and what was given back last is lent first: it is
/// still in the processor's cache, and few are in use at a time. What is kept for reuse is bounded; the rest goes back to the garbage collector.
/// </summary>
internal sealed class ConnectionMemory : IMemoryPoolFactory<byte>
{
    /// <summary>32 KiB and the heads around it. Of a buffer that holds less the rest is never touched, and so takes no memory.</summary>
    private const int BlockBytes = 40 * 1024;
    private const int MostKept = 2048;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly Stack<Block> _free = new();

        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
            lock (_free)
            {
                if (_free.TryPop(out var block)) return block;
            }

            return new Block(this);
        }

        protected override void Dispose(bool disposing)
        {
            lock (_free) _free.Clear();
        }

        private void Return(Block block)
        {
            lock (_free)
            {
                if (_free.Count < MostKept) _free.Push(block);
            }
        }

        /// <summary>Pinned, as sockets need it.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes);

            public void Dispose() => pool.Return(this);
        }
    }
}
