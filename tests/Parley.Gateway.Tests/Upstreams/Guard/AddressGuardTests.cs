using System.Net;
using CsCheck;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Tests.Upstreams.Guard;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.0.3.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:831::200e")]
    [InlineData("2001:200::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2606:4700::5efe:808:808")]
    public void Public_addresses_pass(string address) => Assert.True(AddressGuard.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.0")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("172.16.0.0")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("192.168.255.255")]
    [InlineData("198.18.0.0")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::8.8.8.8")]                     // IPv4-compatible
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:0:127.0.0.1")]            // IPv4-translated
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::8.8.8.8")]            // local-use NAT64
    [InlineData("64:ff9b:1:a00:0:100::")]
    [InlineData("100::1")]                        // discard
    [InlineData("2001::1")]                       // Teredo
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:2::1")]                     // benchmarking
    [InlineData("2001:20::1")]                    // ORCHID
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]                // 6to4 of 127.0.0.1
    [InlineData("2002:a9fe:a9fe::")]              // 6to4 of 169.254.169.254
    [InlineData("2002:c0a8:101::1")]
    [InlineData("2606:4700::5efe:10.0.0.1")]      // ISATAP
    [InlineData("2606:4700::200:5efe:127.0.0.1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]                 // AWS metadata
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]                       // site-local
    [InlineData("ff02::1")]
    public void Everything_else_is_refused(string address) => Assert.False(AddressGuard.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void Every_wrapping_of_a_private_address_is_refused() =>
        Gen.Select(Gen.Int[0, Heads.Length - 1], Gen.Byte.Array[4], (head, tail) => (byte[])[.. Heads[head], .. tail[Heads[head].Length..]]).Sample(v4 =>
        {
            Assert.False(AddressGuard.IsPublic(new IPAddress(v4)));
            foreach (var wrapped in Wrappings(v4)) Assert.False(AddressGuard.IsPublic(new IPAddress(wrapped)), new IPAddress(wrapped).ToString());
        });

    [Fact]
    public void Any_bytes_get_an_answer_and_only_global_unicast_or_wrapped_public_passes() => Gen.Byte.Array[16].Sample(bytes =>
    {
        var address = new IPAddress(bytes);
        if (AddressGuard.IsPublic(address)) Assert.True((bytes[0] & 0xE0) == 0x20 || bytes[0] == 0);
    });

    private static readonly byte[][] Heads = [[10], [127], [192, 168], [169, 254], [172, 16], [100, 64], [0]];

    private static IEnumerable<byte[]> Wrappings(byte[] v4) =>
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, .. v4],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. v4],
        [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, .. v4],
        [0, 0x64, 0xFF, 0x9B, 0, 1, 0, 0, 0, 0, 0, 0, .. v4],
        [0x20, 0x02, .. v4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [0x20, 0x01, 0, 0, .. v4, 0, 0, 0, 0, .. v4.Select(b => (byte)~b)],
        [0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0x5E, 0xFE, .. v4],
    ];
}
