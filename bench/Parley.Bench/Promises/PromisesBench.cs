using System.Diagnostics;
using Parley.Bench.Load;

namespace Parley.Bench.Promises;

/// <summary>The verb <c>promises</c>: what happens when providers fail, die, are slow or have too much to do; figures beside goals.</summary>
internal static class PromisesBench
{
    private const int Objective = 700;

    public static async Task<int> RunAsync(string[] args)
    {
        if (PromiseOptions.Read(args) is not { } options)
        {
            await Console.Error.WriteLineAsync($"promises [--cases {string.Join(',', PromiseOptions.AllCases)}] [--calls 50000] [--connections 32] [--out FILE]");
            return 2;
        }

        var report = new PromiseReport();
        foreach (var name in options.Cases)
        {
            await Console.Error.WriteLineAsync($"{name} ...");
            await using var stage = await PromiseStage.StartAsync();
            await (name switch
            {
                "faults" => FaultsAsync(stage, options, report),
                "dead" => DeadAsync(stage, report),
                "tail" => TailAsync(stage, options, report),
                _ => OverloadAsync(stage, report),
            });
            await Console.Error.WriteLineAsync(report.ToString());
        }

        var text = report.ToString();
        Console.WriteLine(text);
        if (options.OutputFile is { } file) await File.WriteAllTextAsync(file, text);
        return report.IsKept ? 0 : 1;
    }

    /// <summary>10 % 429, 5 % 500, 2 % hang, 2 % cut, 1 % garbage at the first of three; half of the answers are streams.</summary>
    private static async Task FaultsAsync(PromiseStage stage, PromiseOptions options, PromiseReport report)
    {
        var (bad, good) = (await stage.SimulateAsync(), await stage.SimulateAsync());
        await stage.AddAsync("first", "m", "n8-busyp10-failp5-hangp2-cutp2-garbagep1", bad.Address.Port, new { firstByteTimeoutMs = 2000 });
        foreach (var name in new[] { "second", "third" }) await stage.AddAsync(name, "m", "n8", good.Address.Port);
        var all = await PromiseStage.ManyAsync(options.Calls, options.Connections, i => stage.AskAsync("m", stream: i % 2 == 0));
        var (first, rest) = (await stage.PostsAsync(bad), await stage.PostsAsync(good));
        report.AtLeast("faults", "succeed before the first byte", 100.0 * all.Count(o => o.IsOk) / all.Count, 99.9, " %");
        report.AtMost("faults", "silent truncations", all.Count(o => o is { IsOk: true, IsTruncated: true }), 0);
        report.AtMost("faults", "calls per request", (double)(first + rest) / all.Count, 1.2);
        report.Beside("faults", "of all calls at the first upstream", 100.0 * first / (first + rest), " %");
        report.AtMost("faults", "calls that x-parley-attempts does not tell", Math.Abs(first + rest - all.Sum(o => (long)o.Attempts)), 0);
    }

    /// <summary>The first of two dies, and comes back; another one hangs.</summary>
    private static async Task DeadAsync(PromiseStage stage, PromiseReport report)
    {
        var (dying, good) = (await stage.SimulateAsync(), await stage.SimulateAsync());
        var port = dying.Address.Port;
        await stage.AddAsync("first", "m", "n2", port, new { probe = false });
        await stage.AddAsync("second", "m", "n2", good.Address.Port);
        await PromiseStage.ManyAsync(50, 1, _ => stage.AskAsync("m", stream: false));
        await stage.KillAsync(dying);
        await PromiseStage.ManyAsync(15, 1, _ => stage.AskAsync("m", stream: false)); // the ten failures
        var watch = Stopwatch.StartNew();
        var (trials, failed) = (0, 0);
        while (watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            var batch = await PromiseStage.ManyAsync(40, 8, _ => stage.AskAsync("m", stream: false));
            trials += batch.Sum(o => o.Attempts - 1);
            failed += batch.Count(o => !o.IsOk);
        }

        report.AtMost("dead", "trials a second after 10 failures", trials / Math.Floor(watch.Elapsed.TotalSeconds + 1), 1);
        report.AtMost("dead", "requests that failed meanwhile", failed, 0);
        await stage.SimulateAsync(port);
        watch.Restart();
        // Back is when its calls go there again, not only one that tries it.
        for (var inRow = 0; inRow < 5 && watch.Elapsed < TimeSpan.FromSeconds(60);) inRow = (await stage.AskAsync("m", stream: false)).Provider == "first" ? inRow + 1 : 0;
        report.AtMost("dead", "back after its healing", watch.Elapsed.TotalSeconds, 15, " s");

        await stage.AddAsync("hangs", "h", "hang", good.Address.Port, new { firstByteTimeoutMs = 1000, maxRetries = 0 });
        var held = await PromiseStage.ManyAsync(8, 8, i => stage.AskAsync("h", stream: i % 2 == 0));
        report.AtMost("dead", "a hang with a time-out of 1 s holds at most", held.Max(o => o.Total.TotalSeconds), 1.25, " s");
    }

    /// <summary>Two providers of which 2 % of the first tokens take 5 s longer.</summary>
    private static async Task TailAsync(PromiseStage stage, PromiseOptions options, PromiseReport report)
    {
        var (one, other) = (await stage.SimulateAsync(), await stage.SimulateAsync());
        const string words = "n2-ttft150-lgn20-tail20-tms5000";
        await stage.AddAsync("first", "m", words, one.Address.Port);
        await stage.AddAsync("second", "m", words, other.Address.Port);
        var calls = Math.Min(options.Calls, 4000);
        await PromiseStage.ManyAsync(50, 10, _ => stage.AskAsync("m", stream: true)); // the server is warm then
        var plain = await PromiseStage.ManyAsync(calls, options.Connections, _ => stage.AskAsync("m", stream: true));
        var before = await stage.PostsAsync(one) + await stage.PostsAsync(other);
        var hedged = await PromiseStage.ManyAsync(calls, options.Connections, _ => stage.AskAsync("m", stream: true, Objective));
        var made = await stage.PostsAsync(one) + await stage.PostsAsync(other) - before;
        report.Beside("tail", "first token p50 without hedging", Percentile(plain, 50), " ms");
        report.Beside("tail", "p99 without hedging", Percentile(plain, 99), " ms");
        report.Beside("tail", $"first token p50, objective {Objective} ms", Percentile(hedged, 50), " ms");
        report.AtMost("tail", $"p99, objective {Objective} ms", Percentile(hedged, 99), 750, " ms");
        report.AtMost("tail", "extra calls", 100.0 * (made - calls) / calls, 5, " %");
        report.AtMost("tail", "failed or truncated", plain.Concat(hedged).Count(o => !o.IsOk || o.IsTruncated), 0);
    }

    /// <summary>One provider that can bear 16 calls of 100 ms; five times as many requests come as it can serve.</summary>
    private static async Task OverloadAsync(PromiseStage stage, PromiseReport report)
    {
        var simulator = await stage.SimulateAsync();
        await stage.AddAsync("narrow", "m", "n1-ttft100", simulator.Address.Port, null, new { concurrency = 16 });
        await PromiseStage.ManyAsync(100, 16, _ => stage.AskAsync("m", stream: false));
        var watch = Stopwatch.StartNew();
        var peak = (await PromiseStage.ManyAsync(800, 16, _ => stage.AskAsync("m", stream: false))).Count / watch.Elapsed.TotalSeconds;
        report.Beside("overload", "peak", peak, " answers/s");

        const int seconds = 10;
        // What the overload has left in the queue is still there when the load is half of the peak again.
        var overload = await OpenAsync(stage, 5 * peak, TimeSpan.FromSeconds(seconds));
        var relief = await OpenAsync(stage, peak / 2, TimeSpan.FromSeconds(8));
        var all = await Task.WhenAll(overload);
        // In the window the queue fills once; what it holds at the end is served behind it.
        var good = all.Count(o => o.Outcome.IsOk && o.At + o.Outcome.Total <= TimeSpan.FromSeconds(seconds));
        report.AtLeast("overload", "goodput at 5 times that", 100 * good / (peak * seconds), 80, " % of the peak");
        var refused = all.Where(o => o.Outcome.Status == 503).Select(o => o.Outcome).ToList();
        report.AtMost("overload", $"a refusal takes, p99 of {refused.Count}, seen by the client", Percentile(refused, 99), 10, " ms");
        report.AtMost("overload", "neither answered nor refused", all.Count(o => o.Outcome.Status is not (200 or 503)), 0);

        var after = await Task.WhenAll(relief);
        var late = after.Where(o => !o.Outcome.IsOk || o.Outcome.Total > TimeSpan.FromMilliseconds(300)).Select(o => o.At.TotalSeconds).DefaultIfEmpty(0).Max();
        report.AtMost("overload", "recovery: last answer that fails or takes over 300 ms comes after", late, 5, " s");
    }

    /// <summary>Requests at a rate, whatever becomes of the earlier ones; some are still under way when it returns.</summary>
    private static async Task<List<Task<(TimeSpan At, Outcome Outcome)>>> OpenAsync(PromiseStage stage, double perSecond, TimeSpan window)
    {
        var watch = Stopwatch.StartNew();
        var asking = new List<Task<(TimeSpan, Outcome)>>();
        while (watch.Elapsed < window)
        {
            for (var due = (int)(watch.Elapsed.TotalSeconds * perSecond); asking.Count < due;) asking.Add(AskAsync(watch.Elapsed));
            await Task.Delay(2);
        }

        return asking;

        async Task<(TimeSpan, Outcome)> AskAsync(TimeSpan at) => (at, await stage.AskAsync("m", stream: false));
    }

    private static double Percentile(IEnumerable<Outcome> outcomes, double percent)
    {
        var samples = new Samples();
        foreach (var outcome in outcomes) samples.Add(outcome.First.TotalMicroseconds);
        return samples.Percentile(percent) / 1000;
    }
}
