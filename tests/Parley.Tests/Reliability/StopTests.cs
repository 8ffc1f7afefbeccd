using System.Diagnostics;

namespace Parley.Tests.Reliability;

/// <summary>SIGTERM in the middle of the day. Five hundred streams: <c>PARLEY_STOP_STREAMS=500</c>.</summary>
[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed class StopTests
{
    private static readonly int Streams = Reliable.Times("PARLEY_STOP_STREAMS", 100);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Running_streams_end_properly_the_rest_with_an_error_event_and_all_are_booked()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        // Most end within the 30 s, some never: both formats over both vendors.
        var calls = Enumerable.Range(0, Streams).Select(i => new WireCall(Format(i), $"{Format(i / 2)}/{(i % 10 == 9 ? "endless-n20-itl50" : $"n{40 + i % 40}-itl100")}", Stream: true)).ToList();
        var running = calls.Select(call => stage.AskAsync(call)).ToList();
        var whole = stage.AskAsync(new WireCall("chat", "chat/n3-ttft4000", Stream: false));
        await UntilAsync(() => stage.Simulator.Stats.Active == Streams + 1);

        await Task.Delay(500);
        var watch = Stopwatch.StartNew();
        stage.Parley.Process.Terminate();
        var refusal = await UntilNotReadyAsync(stage, watch);
        Assert.True(refusal < Soon, $"still ready {refusal} after SIGTERM");

        var answers = await Task.WhenAll(running);
        var code = await stage.Parley.Process.WaitAsync(TimeSpan.FromSeconds(40));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(35), $"stopped only after {watch.Elapsed}");
        Assert.Equal(0, code);
        Assert.Equal("", stage.Parley.Process.Errors);
        Assert.True((await whole).IsComplete);
        foreach (var (call, answer) in calls.Zip(answers))
        {
            Assert.True(answer.Broken is null, $"{call}: {answer.Broken}");
            if (!call.Model.Contains("endless", StringComparison.Ordinal)) Assert.True(answer.IsComplete, $"{call}: {answer.Body}");
            else Assert.Contains("stopping", answer.ErrorMessage, StringComparison.Ordinal);
        }

        await stage.Parley.StartAsync();
        var booked = (await stage.Usage.AllAsync()).ToDictionary(r => r.GetProperty("requestId").GetString()!, UsageBook.Outcome);
        Assert.Equal(Streams + 1, booked.Count);
        foreach (var (call, answer) in calls.Zip(answers))
            Assert.Equal(call.Model.Contains("endless", StringComparison.Ordinal) ? "failed" : "completed", booked[answer.Id!]);
    }

    [Fact]
    public async Task Streams_of_the_demo_finish_and_a_pause_before_another_try_ends_at_once()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        await stage.Parley.AddProviderAsync("patient", "chat", new Uri(stage.Simulator.BaseAddress, "/v1"), [], ReliabilityStage.UpstreamSecret, "--max-retries", "3");
        var demos = Enumerable.Range(0, 20).Select(i => stage.AskAsync(new WireCall(Format(i), "demo", Stream: true))).ToList();
        var pausing = Enumerable.Range(0, 6).Select(i => stage.AskAsync(new WireCall(Format(i), "patient/err429-ra3", i % 3 == 0))).ToList();
        await Task.Delay(1000);
        Assert.DoesNotContain(demos.Concat(pausing), call => call.IsCompleted);

        var watch = Stopwatch.StartNew();
        stage.Parley.Process.Terminate();
        var refused = await Task.WhenAll(pausing);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"the pauses ended only after {watch.Elapsed}");
        Assert.All(refused, answer => Assert.Equal(429, answer.Status));
        Assert.All(await Task.WhenAll(demos), answer => Assert.True(answer.IsComplete, answer.Body));
        Assert.Equal(0, await stage.Parley.Process.WaitAsync(TimeSpan.FromSeconds(20)));

        await stage.Parley.StartAsync();
        var booked = await stage.Usage.AllAsync();
        Assert.Equal(20, booked.Count(r => UsageBook.Outcome(r) == "completed"));
        Assert.Equal(6, booked.Count(r => UsageBook.Outcome(r) == "failed" && r.GetProperty("attempts").GetInt32() == 1));
    }

    [Fact]
    public async Task Without_requests_it_stops_at_once_even_with_idle_connections()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => stage.AskAsync(new WireCall(Format(i), $"{Format(i)}/n3", i % 3 > 0))));
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await stage.Parley.StopAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"stopped only after {watch.Elapsed}");
        await stage.Parley.StartAsync();
        Assert.Equal(20, (await stage.Usage.AllAsync()).Count(r => UsageBook.Outcome(r) == "completed"));
    }

    private static string Format(int i) => i % 2 == 0 ? "chat" : "messages";

    /// <summary>When a load balancer's probe first fails: refused, or told that it is stopping.</summary>
    private static async Task<TimeSpan> UntilNotReadyAsync(ReliabilityStage stage, Stopwatch watch)
    {
        while (watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            // A connection of its own each time, as probes have.
            using var probe = new HttpClient { BaseAddress = stage.Parley.BaseAddress, Timeout = TimeSpan.FromSeconds(5) };
            var asked = watch.Elapsed;
            try
            {
                using var answer = await probe.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (!answer.IsSuccessStatusCode) return asked;
            }
            catch (HttpRequestException)
            {
                return asked;
            }
        }

        return watch.Elapsed;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "The streams do not run.");
            await Task.Delay(10);
        }
    }
}
