using Parley.Data;

namespace Parley.Tests.Data;

public sealed class SharedLookTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Whoever_asks_sees_what_was_changed_before_whoever_else_asks()
    {
        var (truth, seen, looks, atOnce) = (0, 0, 0, 0);
        var look = new SharedLook(async () =>
        {
            Assert.Equal(1, Interlocked.Increment(ref atOnce));
            looks++;
            var read = Volatile.Read(ref truth);
            await Task.Delay(5); // what changes from here on is not seen
            Volatile.Write(ref seen, read);
            Interlocked.Decrement(ref atOnce);
        }, Pause, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            await Task.Delay(i % 60);
            var changed = Interlocked.Increment(ref truth);
            await look.AskAsync();
            Assert.True(Volatile.Read(ref seen) >= changed);
        })));
        Assert.InRange(looks, 2, 100);
    }

    [Fact]
    public async Task Two_looks_never_begin_within_the_pause()
    {
        List<long> began = [];
        var time = new LastStamp();
        var look = new SharedLook(() =>
        {
            began.Add(time.Last);
            return Task.CompletedTask;
        }, Pause, time);
        for (var i = 0; i < 8; i++) await look.AskAsync();
        Assert.Equal(8, began.Count);
        Assert.All(began.Zip(began.Skip(1)), pair => Assert.True(time.GetElapsedTime(pair.First, pair.Second) >= Pause));
    }

    [Fact]
    public async Task A_look_that_fails_fails_for_those_who_asked_and_the_next_one_is_made_all_the_same()
    {
        var looks = 0;
        var look = new SharedLook(() => ++looks == 1 ? Task.FromException(new IOException("away")) : Task.CompletedTask, Pause, TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(look.AskAsync);
        await look.AskAsync();
        Assert.Equal(2, looks);
    }

    /// <summary>The system's clock, which remembers what it said last: a look's own reading, and not one taken later,
    /// when the thread may have waited for a processor in between.</summary>
    private sealed class LastStamp : TimeProvider
    {
        public long Last { get; private set; }

        public override long GetTimestamp() => Last = System.GetTimestamp();
    }
}
