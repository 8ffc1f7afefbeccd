using System.Buffers.Binary;

namespace Parley.Gateway.Ports;

/// <summary>What a kept answer is found by: its owner, and all that was asked.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="High">The first half of the SHA-256 over everything that shapes an answer, the owner included.</param>
/// <param name="Low">Its second half.</param>
public readonly record struct CacheKey(CacheOwner Owner, UInt128 High, UInt128 Low)
{
    /// <summary>The 32 bytes of the hash.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }
}
