using System.Buffers;
using System.Runtime.InteropServices;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Messages;

public sealed class ClientBodyTests
{
    private const int Most = 32 * 1024 * 1024;

    [Theory]
    [InlineData(0), InlineData(500), InlineData(32 * 1024), InlineData(ClientBody.OnTrust)]
    public void A_short_body_gets_its_announced_length_at_once(int announced)
    {
        using var body = new ClientBody(announced, Most);
        var room = body.Capacity;
        Assert.InRange(room, announced, Math.Max(2 * announced, 16));
        body.Append(new(new byte[announced]));
        Assert.Equal((announced, room), (body.Count, body.Capacity));
    }

    [Theory]
    [InlineData(Most, Most), InlineData(5_000_001, 5_000_001), InlineData(null, 20_000_000)]
    public void A_long_body_gets_memory_as_it_arrives(int? announced, int length)
    {
        using var body = new ClientBody(announced, Most);
        Assert.True(body.Capacity <= ClientBody.OnTrust);
        var sent = new byte[length];
        new Random(7).NextBytes(sent);
        for (var at = 0; at < length; at += 16 * 1024)
        {
            body.Append(new(sent, at, Math.Min(16 * 1024, length - at)));
            // The pool gives powers of two.
            Assert.True(body.Capacity <= Math.Max(ClientBody.OnTrust, 4 * body.Count), $"{body.Capacity} bytes are held for {body.Count}");
        }

        Assert.True(body.Written.Span.SequenceEqual(sent));
        Assert.True(body.Capacity <= Most);
    }

    [Fact]
    public void Memory_that_nobody_reads_goes_back()
    {
        var body = new ClientBody(60_000, Most);
        body.Append(new(new byte[60_000]));
        Assert.True(body.TryBeginSend());
        body.EndSend();
        var memory = MemoryOf(body);
        body.Dispose();
        Assert.Same(memory, ArrayPool<byte>.Shared.Rent(60_000));
    }

    [Fact]
    public void Memory_that_a_send_reads_does_not_go_back()
    {
        var body = new ClientBody(60_000, Most);
        body.Append(new(new byte[60_000]));
        Assert.True(body.TryBeginSend());
        var memory = MemoryOf(body);
        body.Dispose();
        Assert.NotSame(memory, ArrayPool<byte>.Shared.Rent(60_000));
    }

    [Fact]
    public void What_went_back_is_not_sent()
    {
        var body = new ClientBody(10, Most);
        body.Dispose();
        Assert.False(body.TryBeginSend());
    }

    private static byte[] MemoryOf(ClientBody body)
    {
        Assert.True(MemoryMarshal.TryGetArray(body.Written, out var memory));
        return memory.Array!;
    }
}
