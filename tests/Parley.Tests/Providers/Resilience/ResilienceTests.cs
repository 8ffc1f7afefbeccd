using System.Net;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Resilience;

/// <summary>Providers that fail, hang, refuse and are slow, before the real server.</summary>
[Trait("Pace", "slow")]
public sealed class ResilienceTests(ResilienceStage stage) : IClassFixture<ResilienceStage>
{
    /// <summary>The promise at small scale; <c>bench promises</c> measures it with 50,000 calls.</summary>
    [Fact]
    public async Task With_faults_at_the_first_of_three_nearly_all_succeed_with_few_extra_calls()
    {
        var (bad, good) = (await stage.SimulateAsync(), await stage.SimulateAsync());
        await stage.AddAsync("mix-a", "mix", "n4-busyp10-failp5-hangp2-cutp2-garbagep1", bad.BaseAddress, new { firstByteTimeoutMs = 500 });
        foreach (var name in new[] { "mix-b", "mix-c" }) await stage.AddAsync(name, "mix", "n4", good.BaseAddress);
        const int calls = 2000;
        var told = new List<Told>();
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var one = await stage.AskAsync("mix", stream: i % 2 == 0);
            lock (told) told.Add(one);
        });
        Assert.All(told, t => Assert.True(t.IsHonest, t.Body));
        Assert.InRange(told.Count(t => !t.IsOk), 0, calls / 1000);
        Assert.True(bad.Stats.Posts > calls / 4, $"The first one got {bad.Stats.Posts} calls only.");
        Assert.InRange(bad.Stats.Posts + good.Stats.Posts, calls, calls * 12 / 10);
        Assert.Equal(bad.Stats.Posts + good.Stats.Posts, told.Sum(t => t.Attempts));
    }

    [Fact]
    public async Task A_dead_provider_is_left_alone_and_back_soon_after_it_heals()
    {
        var good = await stage.SimulateAsync();
        var port = FreePort.Next();
        await stage.AddAsync("dead-a", "dead", "n1", new Uri($"http://127.0.0.1:{port}"), new { probe = false });
        await stage.AddAsync("dead-b", "dead", "n1", good.BaseAddress);
        for (var i = 0; i < 12; i++) Assert.True((await stage.AskAsync("dead")).IsOk);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var trials = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(3)) trials += (await stage.AskAsync("dead", stream: false)).Attempts - 1;
        Assert.InRange(trials, 1, 4);
        await stage.SimulateAsync(port: port);
        watch.Restart();
        while ((await stage.AskAsync("dead")).Provider != "dead-a" || (await stage.AskAsync("dead")).Provider != "dead-a")
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), "It did not come back.");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task With_nobody_else_the_refusal_comes_at_once_and_says_when_to_come_back()
    {
        await stage.AddAsync("gone", "gone", "n1", new Uri($"http://127.0.0.1:{FreePort.Next()}"), new { probe = false, maxRetries = 0 });
        for (var i = 0; i < 10; i++) Assert.Equal(1, (await stage.AskAsync("gone")).Attempts);
        var told = await stage.AskAsync("gone");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0, 1d), (told.Status, told.Attempts, told.RetryAfter!.Value.TotalSeconds));
        foreach (var part in new[] { "'gone' keeps failing", "for 'gone' now", "ask again in 1 s" }) Assert.Contains(part, told.Body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_credential_is_set_aside_alone()
    {
        var simulator = await stage.SimulateAsync(key: "right");
        await stage.AddAsync("keys", "keys", "n1", simulator.BaseAddress, null, null, "wrong-key-0001", "right");
        for (var i = 0; i < 10; i++) Assert.True((await stage.AskAsync("keys")).IsOk);
        Assert.InRange(simulator.Stats.Posts, 11, 11); // the wrong one was tried once
    }

    [Fact]
    public async Task A_stream_that_only_gives_signs_of_life_has_not_begun()
    {
        var simulator = await stage.SimulateAsync();
        simulator.Script(new()
        {
            Model = "alive", Body = string.Concat(Enumerable.Repeat(": waiting\n\n", 100)), Cuts = [11], DelayMs = 100, End = "hang",
            Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" },
        });
        await stage.AddAsync("alive", "alive", "alive", simulator.BaseAddress, new { firstByteTimeoutMs = 3000, maxRetries = 0 });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var told = await stage.AskAsync("alive");
        // The signs of life are handed on after a second, so the error comes within the stream.
        Assert.True(told.IsOk);
        Assert.Contains("did not answer within 3 s", told.Body, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.5, 6);
    }

    [Fact]
    public async Task A_late_first_token_is_asked_for_elsewhere_and_both_calls_are_booked()
    {
        var (slow, quick) = (await stage.SimulateAsync(), await stage.SimulateAsync());
        await stage.AddAsync("late-a", "late", "n4-ttft20000", slow.BaseAddress);
        await stage.AddAsync("late-b", "late", "n4-ttft20", quick.BaseAddress);
        var told = await stage.AskAsync("late", maxFirstTokenMs: 700);
        Assert.Equal((HttpStatusCode.OK, "late-b", 2), (told.Status, told.Provider, told.Attempts));
        Assert.InRange(told.Head.TotalMilliseconds, 350, 3000);
        Assert.True(told.IsHonest, told.Body);

        var loser = await stage.UsageAsync(told.RequestId!);
        Assert.Equal(("late-a", "cancelled", "outpaced"), (Text(loser, "provider"), Text(loser, "outcome"), Text(loser, "error")));
        Assert.True(loser.GetProperty("tokens").GetProperty("input").GetInt64() > 0, loser.ToString());
        var winner = await stage.UsageAsync(told.RequestId + ".h");
        Assert.Equal(("late-b", "completed", told.RequestId), (Text(winner, "provider"), Text(winner, "outcome"), Text(winner, "hedges")));
        Assert.Equal(1, slow.Stats.ClientAborted);
    }

    [Fact]
    public async Task A_provider_gets_no_more_calls_at_a_time_than_it_can_bear_and_the_rest_waits_or_is_sent_away()
    {
        var simulator = await stage.SimulateAsync();
        await stage.AddAsync("narrow", "narrow", "n1-ttft300", simulator.BaseAddress, null, new { concurrency = 2 });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (lastAnswer, most) = (TimeSpan.Zero, 0L);
        using var over = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            for (; !over.IsCancellationRequested; await Task.Delay(5)) most = Math.Max(most, simulator.Stats.Active);
        });
        var told = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            var one = await stage.AskAsync("narrow");
            if (one.IsOk) lastAnswer = watch.Elapsed;
            return one;
        }));
        await over.CancelAsync();
        await watching;
        // The vendor's own count says how many there were, but lags behind the end of each.
        Assert.True(most >= 2, "What a provider can bear is not used.");
        // Each takes the vendor 300 ms: two at a time need half of that for each, however slow everything else is.
        Assert.True(lastAnswer.TotalMilliseconds >= told.Count(t => t.IsOk) / 2 * 290, $"{told.Count(t => t.IsOk)} answers in {lastAnswer}");
        Assert.InRange(told.Count(t => t.IsOk), 5, 60);
        var refused = told.Where(t => !t.IsOk).ToList();
        Assert.All(refused, t => Assert.True(t is { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: not null, Attempts: 0 }, t.Body));
        Assert.True((await stage.AskAsync("narrow")).IsOk); // and it is over at once
    }

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
