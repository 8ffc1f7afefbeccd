using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Parley.Bench.Load;
using Parley.Bench.Promises;

namespace Parley.Bench.Feed;

/// <summary>
/// How long an answer's first token takes to a tab (as safe HTML, by its feed), from the moment the simulator writes it: with one person, and with some at a time. Beside it the same by <c>/v1</c>,
/// which is when the gateway has it, at the latest.
/// </summary>
internal static class FirstTokenBench
{
    private const string Model = "sim-ts-ttft50-itl10-n5";

    public static async Task<int> RunAsync(string[] args)
    {
        var calls = Array.IndexOf(args, "--calls") is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 120;
        var database = Array.IndexOf(args, "--database") is >= 0 and var named && named + 1 < args.Length ? args[named + 1] : "";
        await using var stage = await FeedStage.StartAsync(16, database, $"bench={Model}");
        var report = new PromiseReport();
        foreach (var people in new[] { 1, 8 })
        {
            using var warm = new Tabs(stage, people);
            await warm.RunAsync(Math.Min(calls, 40));
            using var tabs = new Tabs(stage, people);
            await tabs.RunAsync(calls);
            var (app, gateway, send) = (tabs.Firsts(), await GatewayAsync(stage, people, calls), tabs.Sends);
            var name = $"first token, {people} at a time";
            report.Beside(name, "/v1, p50", gateway.Percentile(50) / 1000, " ms");
            report.Beside(name, "/v1, p95", gateway.Percentile(95) / 1000, " ms");
            report.Beside(name, "web app, p50", app.Percentile(50) / 1000, " ms");
            report.AtMost(name, "web app, p95", app.Percentile(95) / 1000, 15, " ms");
            report.Beside(name, "from sending until the first token, less the model's 50 ms, p50", send.Percentile(50) / 1000 - 50, " ms");
            report.Beside(name, "the same, p95", send.Percentile(95) / 1000 - 50, " ms");
        }

        Console.WriteLine(report);
        return report.IsKept ? 0 : 1;
    }

    private static async Task<Samples> GatewayAsync(FeedStage stage, int people, int calls)
    {
        var all = new Samples();
        var each = await Task.WhenAll(stage.Keys.Take(people).Select(async key =>
        {
            var firsts = new Samples();
            for (var i = 0; i < calls / people; i++)
            {
                using var request = FeedStage.Request(HttpMethod.Post, "/v1/chat/completions", key);
                request.Content = JsonContent.Create(new { model = "bench", stream = true, messages = new[] { new { role = "user", content = "Go" } } });
                using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                response.EnsureSuccessStatusCode();
                await using var body = await response.Content.ReadAsStreamAsync();
                var (scanner, delays, buffer, isFirst) = (new AnswerScanner(), new Samples(), new byte[16 * 1024], true);
                scanner.Start();
                while (await body.ReadAsync(buffer) is > 0 and var count)
                {
                    scanner.Add(buffer.AsSpan(0, count), Stopwatch.GetTimestamp(), delays);
                    if (isFirst && delays.Count > 0) firsts.Add(delays.Percentile(100));
                    isFirst = delays.Count == 0;
                }
            }

            return firsts;
        }));
        foreach (var some in each) all.Add(some);
        return all;
    }

    private sealed class Tabs(FeedStage stage, int people) : IDisposable
    {
        private readonly List<FollowedFeed> _tabs = [.. stage.Keys.Take(people).Select(key => new FollowedFeed(stage, key, withHtml: true))];

        public Samples Sends { get; } = new();

        public Samples Firsts()
        {
            var all = new Samples();
            foreach (var tab in _tabs) all.Add(tab.Firsts);
            return all;
        }

        public async Task RunAsync(int calls)
        {
            var sends = await Task.WhenAll(_tabs.Select(async tab =>
            {
                var times = new Samples();
                await tab.ConnectAsync();
                for (var i = 0; i < calls / people; i++)
                {
                    tab.ExpectAnswer();
                    var start = Stopwatch.GetTimestamp();
                    using var request = FeedStage.Request(HttpMethod.Post, "/api/v1/chat", tab.Key);
                    request.Content = JsonContent.Create(new { message = "Go", model = "bench" });
                    var answer = stage.Client.SendAsync(request);
                    await tab.FirstTail.Task;
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                    using var whole = await answer;
                    whole.EnsureSuccessStatusCode();
                }

                return times;
            }));
            foreach (var some in sends) Sends.Add(some);
        }

        public void Dispose()
        {
            foreach (var tab in _tabs) tab.Dispose();
        }
    }
}
