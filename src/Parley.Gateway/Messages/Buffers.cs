using System.Buffers;

namespace Parley.Gateway.Messages;

/// <summary>
/// Lends arrays for what a call holds while it runs. The runtime's shared pool keeps 32 of a size for each processor core; with some hundred streams most calls
/// would make their own, and every collection of garbage would move them. Small ones come from a pool that keeps those of 2,048 calls: 16 MiB at most.
/// </summary>
internal static class Buffers
{
    private const int SmallBytes = 4 * 1024;
    private const int Kept = 2048;

    private static readonly ArrayPool<byte> Small = ArrayPool<byte>.Create(SmallBytes, Kept);

    /// <summary>At least so many bytes, with whatever stands in them.</summary>
    public static byte[] Rent(int bytes) => PoolOf(bytes).Rent(bytes);

    /// <summary>Takes an array back that nobody reads or writes any more.</summary>
    public static void Return(byte[] buffer) => PoolOf(buffer.Length).Return(buffer);

    private static ArrayPool<byte> PoolOf(int bytes) => bytes <= SmallBytes ? Small : ArrayPool<byte>.Shared;
}
