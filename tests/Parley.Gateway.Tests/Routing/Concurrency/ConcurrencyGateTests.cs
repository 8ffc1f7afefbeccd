using Parley.Gateway.Routing.Concurrency;

namespace Parley.Gateway.Tests.Routing.Concurrency;

public sealed class ConcurrencyGateTests
{
    private readonly ConcurrencyGate _gate = new(TimeProvider.System);

    [Fact]
    public async Task Who_waits_is_served_when_a_slot_comes_back()
    {
        Assert.True(_gate.TryEnter(1));
        var waiting = _gate.EnterAsync("a", 1, out _, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        Assert.False(_gate.TryEnter(1));
        Assert.Equal(1, _gate.Queued);
        _gate.Exit(1, TimeSpan.FromMilliseconds(1));
        Assert.True(await waiting);
        Assert.Equal(0, _gate.Queued);
        Assert.False(_gate.TryEnter(1));
    }

    [Fact]
    public async Task Who_leaves_takes_no_slot_along()
    {
        Assert.True(_gate.TryEnter(1));
        using var leaving = new CancellationTokenSource();
        var waiting = _gate.EnterAsync("a", 1, out _, leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _gate.Exit(1, null);
        Assert.True(_gate.TryEnter(1));
    }

    [Fact]
    public async Task A_full_queue_says_so_at_once()
    {
        Assert.True(_gate.TryEnter(1));
        _gate.Exit(1, TimeSpan.FromSeconds(3));
        Assert.True(_gate.TryEnter(1));
        var first = _gate.EnterAsync("a", 1, out _, CancellationToken.None); // as many as run
        Assert.False(first.IsCompleted);
        var second = _gate.EnterAsync("b", 1, out var wait, CancellationToken.None);
        Assert.True(second.IsCompleted);
        Assert.False(await second);
        Assert.Equal(6, wait.TotalSeconds, 1);
    }

    /// <summary>Never more than the limit at a time, and in the end all slots are back, however many come, wait and leave.</summary>
    [Fact]
    public async Task Nothing_leaks_under_threads()
    {
        const int limit = 3;
        var (running, most, done) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            using var leaving = new CancellationTokenSource();
            if (i % 3 == 0) leaving.CancelAfter(i % 7);
            try
            {
                if (!_gate.TryEnter(limit) && !await _gate.EnterAsync($"{i % 5}", limit, out _, leaving.Token)) return;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var now = Interlocked.Increment(ref running);
            for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, now, seen);
            await Task.Delay(1);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref done);
            _gate.Exit(limit, TimeSpan.FromMilliseconds(1));
        })));
        Assert.InRange(most, 1, limit);
        Assert.True(done >= 100, $"{done} were served");
        for (var i = 0; i < limit; i++) Assert.True(_gate.TryEnter(limit));
        Assert.False(_gate.TryEnter(limit));
    }
}
