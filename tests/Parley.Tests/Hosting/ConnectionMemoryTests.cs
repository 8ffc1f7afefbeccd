using System.Buffers;

namespace Parley.Tests.Hosting;

public sealed class ConnectionMemoryTests
{
    private const int Asked = 4096; // what a connection's pipes ask for

    [Fact]
    public void Few_buffers_are_large_and_the_rest_small()
    {
        using var pool = new ConnectionMemory().Create();
        var lent = Enumerable.Range(0, ConnectionMemory.MostLarge + 10).Select(_ => pool.Rent(Asked)).ToList();

        Assert.Equal(ConnectionMemory.MostLarge, lent.Count(block => block.Memory.Length == ConnectionMemory.LargeBytes));
        Assert.Equal(10, lent.Count(block => block.Memory.Length == ConnectionMemory.SmallBytes));

        lent[0].Dispose();
        Assert.Equal(ConnectionMemory.LargeBytes, pool.Rent(Asked).Memory.Length);
        Assert.Equal(ConnectionMemory.SmallBytes, pool.Rent(Asked).Memory.Length);
    }

    [Fact]
    public void Who_needs_more_than_a_small_one_gets_a_large_one()
    {
        using var pool = new ConnectionMemory().Create();
        for (var i = 0; i < ConnectionMemory.MostLarge; i++) pool.Rent(Asked);

        Assert.Equal(ConnectionMemory.LargeBytes, pool.Rent(Asked + 1).Memory.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(ConnectionMemory.LargeBytes + 1));
    }

    [Fact]
    public void What_was_given_back_last_is_lent_first()
    {
        using var pool = new ConnectionMemory().Create();
        IMemoryOwner<byte> first = pool.Rent(Asked), second = pool.Rent(Asked);
        first.Dispose();
        second.Dispose();

        Assert.Same(second, pool.Rent(Asked));
        Assert.Same(first, pool.Rent(Asked));
        Assert.NotSame(first, pool.Rent(Asked));
    }
}
