using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Parley.Gateway.Upstreams.Guard;

/// <summary>
/// Decides whether an address is on the public internet. Pure. IPv6 is an allow list (global unicast), IPv4 a list of
/// IANA's special-purpose blocks; forms that carry an IPv4 address inside are judged by that address.
/// </summary>
public static class AddressGuard
{
    // IANA IPv4 special-purpose registry, and Azure's host agent, which is a "public" address that answers with secrets.
    private static readonly (uint Network, int Bits)[] RefusedV4 =
    [
        (V4(0, 0, 0, 0), 8),        // this host, unspecified
        (V4(10, 0, 0, 0), 8),       // private
        (V4(100, 64, 0, 0), 10),    // carrier-grade NAT; Alibaba's metadata
        (V4(127, 0, 0, 0), 8),      // loopback
        (V4(168, 63, 129, 16), 32), // Azure's host agent
        (V4(169, 254, 0, 0), 16),   // link-local, metadata of most clouds
        (V4(172, 16, 0, 0), 12),    // private
        (V4(192, 0, 0, 0), 24),     // protocol assignments; Oracle's metadata
        (V4(192, 0, 2, 0), 24),     // documentation
        (V4(192, 88, 99, 0), 24),   // 6to4 relays, retired
        (V4(192, 168, 0, 0), 16),   // private
        (V4(198, 18, 0, 0), 15),    // benchmarking
        (V4(198, 51, 100, 0), 24),  // documentation
        (V4(203, 0, 113, 0), 24),   // documentation
        (V4(224, 0, 0, 0), 4),      // multicast
        (V4(240, 0, 0, 0), 4),      // reserved, broadcast
    ];

    /// <summary>True when the address is globally reachable: neither private, loopback, link-local, metadata, shared,
    /// multicast, reserved or for documentation, nor any of those in an IPv6 wrapping.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) && address.AddressFamily switch
        {
            AddressFamily.InterNetwork when length == 4 => IsPublicV4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            AddressFamily.InterNetworkV6 when length == 16 => IsPublicV6(bytes),
            _ => false,
        };
    }

    private static bool IsPublicV4(uint address)
    {
        foreach (var (network, bits) in RefusedV4)
            if ((address ^ network) >> (32 - bits) == 0) return false;
        return true;
    }

    private static bool IsPublicV6(ReadOnlySpan<byte> a)
    {
        var last = BinaryPrimitives.ReadUInt32BigEndian(a[12..]);
        if (a.StartsWith(MappedPrefix) || a.StartsWith(Nat64Prefix)) return IsPublicV4(last);

        // Global unicast is 2000::/3; everything else (loopback, ULA, link-local, site-local, multicast, discard, the
        // local-use NAT64 block 64:ff9b:1::/48, IPv4-compatible and -translated forms) is not for us.
        if ((a[0] & 0xE0) != 0x20) return false;

        var head = BinaryPrimitives.ReadUInt32BigEndian(a);
        if (head >> 16 == 0x2002) return IsPublicV4(BinaryPrimitives.ReadUInt32BigEndian(a[2..])); // 6to4
        if (head >> 9 == 0x20010000 >> 9) return false; // 2001::/23: Teredo, benchmarking, ORCHID
        if (head == 0x20010DB8) return false;           // documentation
        if (head >> 12 == 0x3FFF0000 >> 12) return false; // documentation

        // ISATAP: an IPv4 address behind 0000:5efe or 0200:5efe.
        return (BinaryPrimitives.ReadUInt32BigEndian(a[8..]) & 0xFDFFFFFF) != 0x00005EFE || IsPublicV4(last);
    }

    private static ReadOnlySpan<byte> MappedPrefix => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    private static ReadOnlySpan<byte> Nat64Prefix => [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0];

    private static uint V4(byte a, byte b, byte c, byte d) => ((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d;
}
