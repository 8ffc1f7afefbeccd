using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Messages;

public sealed class BuffersTests
{
    /// <summary>More than the runtime's shared pool would keep; other tests may take a few meanwhile.</summary>
    [Fact]
    public void Buffers_of_many_streams_are_used_again()
    {
        var first = Enumerable.Range(0, 1000).Select(_ => Buffers.Rent(4096)).ToHashSet();
        Assert.Equal(1000, first.Count);
        foreach (var buffer in first) Buffers.Return(buffer);

        var second = Enumerable.Range(0, 1000).Select(_ => Buffers.Rent(4096)).ToList();
        foreach (var buffer in second) Buffers.Return(buffer);
        Assert.InRange(second.Count(first.Contains), 700, 1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(300_000)]
    public void A_buffer_has_room_for_what_was_asked_and_may_come_back(int bytes)
    {
        var buffer = Buffers.Rent(bytes);
        Assert.True(buffer.Length >= bytes);
        Buffers.Return(buffer);
    }
}
