using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Parley.Bench.Load;
using Parley.Bench.Promises;

namespace Parley.Bench.Feed;

/// <summary>People who follow their feeds while some of them get answers: memory of the server, and how long a token takes from the vendor's hand to the reader's.</summary>
internal static class FeedBench
{
    private const string Model = "sim-ts-ttft200-itl50-n200";

    public static async Task<int> RunAsync(string[] args)
    {
        var (people, answers, rounds) = (Number("--people", 2000), Number("--answers", 100), Number("--rounds", 3));
        await using var stage = await FeedStage.StartAsync(people, Option("--database") ?? "", $"bench={Model}");
        var meter = stage.Meter;
        var idle = meter.Memory();
        var readers = stage.Keys.Select(key => new FollowedFeed(stage, key, withHtml: args.Contains("--html"))).ToList();
        foreach (var some in readers.Chunk(100)) await Task.WhenAll(some.Select(r => r.ConnectAsync()));
        var connected = meter.Memory();
        var cpu = meter.Cpu();
        var watch = Stopwatch.StartNew();
        var peak = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            var window = meter.PeakMemoryAsync(TimeSpan.FromSeconds(13));
            await Task.WhenAll(Enumerable.Range(0, answers).Select(i => AskAsync(stage, readers[(round * answers + i) % people].Key)));
            peak = Math.Max(peak, await window);
        }

        var used = (meter.Cpu() - cpu).TotalSeconds / watch.Elapsed.TotalSeconds;
        var (delays, firsts) = (new Samples(), new Samples());
        foreach (var reader in readers)
        {
            delays.Add(reader.Delays);
            firsts.Add(reader.Firsts);
        }

        var report = new PromiseReport();
        report.Beside("feed", "memory before anybody is connected", idle, " MiB");
        report.Beside("feed", $"memory with {people} people connected", connected, " MiB");
        report.AtMost("feed", $"memory with {answers} answers streaming, peak", peak, 300, " MiB");
        report.Beside("feed", "delivery, p50", delays.Percentile(50) / 1000, " ms");
        report.Beside("feed", "delivery, p95", delays.Percentile(95) / 1000, " ms");
        report.AtMost("feed", "delivery, p99", delays.Percentile(99) / 1000, 50, " ms");
        report.Beside("feed", "delivery, slowest", delays.Percentile(100) / 1000, " ms");
        report.Beside("feed", "first tokens, p95", firsts.Percentile(95) / 1000, " ms");
        report.AtLeast("feed", "tokens delivered", delays.Count, rounds * answers * 190);
        report.Beside("feed", "processor time of the server, cores", used);
        Console.WriteLine(report);
        foreach (var reader in readers) reader.Dispose();
        return report.IsKept ? 0 : 1;

        int Number(string name, int usual) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
        string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
    }

    /// <summary>Begins an answer, and leaves: it is followed in the feed.</summary>
    private static async Task AskAsync(FeedStage stage, string key)
    {
        using var request = FeedStage.Request(HttpMethod.Post, "/api/v1/chat/stream", key);
        request.Content = JsonContent.Create(new { message = "Go", model = "bench" });
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[256];
        _ = await body.ReadAsync(buffer);
    }
}
