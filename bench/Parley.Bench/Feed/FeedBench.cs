using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Parley.Bench.Load;
using Parley.Bench.Promises;
using Parley.Tests.Infrastructure;

namespace Parley.Bench.Feed;

/// <summary>People who follow their feeds while some of them get answers: memory of the server, and how long a token takes from the vendor's hand to the reader's.</summary>
internal static class FeedBench
{
    private const string Model = "sim-ts-ttft200-itl50-n200";
    private static readonly string[] AnyKey = ["any"];

    public static async Task<int> RunAsync(string[] args)
    {
        var (people, answers, rounds) = (Number("--people", 2000), Number("--answers", 100), Number("--rounds", 3));
        using var folder = new TemporaryFolder();
        await using var simulator = await ChildProcess.SimulatorAsync();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var start = new ProcessStartInfo("dotnet", [typeof(FeedBench).Assembly.Location, "feed-host", address, folder.Path]);
        start.Environment["DOTNET_TieredPGO"] = "0"; // as Parley is built
        using var server = Process.Start(start)!;
        try
        {
            using var connections = new SocketsHttpHandler { MaxConnectionsPerServer = people + answers + 50 };
            using var client = new HttpClient(connections) { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
            await ReadyAsync(client, server);
            await AddProviderAsync(client, simulator.Address.Port);
            var meter = new ProcessMeter(server.Id);
            var idle = meter.Memory();
            var readers = Enumerable.Range(0, people).Select(_ => new FollowedFeed(client, Guid.CreateVersion7())).ToList();
            foreach (var some in readers.Chunk(100)) await Task.WhenAll(some.Select(r => r.ConnectAsync()));
            var connected = meter.Memory();
            var cpu = meter.Cpu();
            var watch = Stopwatch.StartNew();
            var peak = 0.0;
            for (var round = 0; round < rounds; round++)
            {
                var window = meter.PeakMemoryAsync(TimeSpan.FromSeconds(13));
                await Task.WhenAll(Enumerable.Range(0, answers).Select(i => AskAsync(client, readers[(round * answers + i) % people].Person)));
                peak = Math.Max(peak, await window);
            }

            var used = (meter.Cpu() - cpu).TotalSeconds / watch.Elapsed.TotalSeconds;
            var delays = new Samples();
            foreach (var reader in readers) delays.Add(reader.Delays);
            var report = new PromiseReport();
            report.Beside("feed", "memory before anybody is connected", idle, " MiB");
            report.Beside("feed", $"memory with {people} people connected", connected, " MiB");
            report.AtMost("feed", $"memory with {answers} answers streaming, peak", peak, 300, " MiB");
            report.Beside("feed", "delivery, p50", delays.Percentile(50) / 1000, " ms");
            report.AtMost("feed", "delivery, p99", delays.Percentile(99) / 1000, 50, " ms");
            report.AtLeast("feed", "tokens delivered", delays.Count, rounds * answers * 190);
            report.Beside("feed", "processor time of the server, cores", used);
            Console.WriteLine(report);
            foreach (var reader in readers) reader.Dispose();
            return report.IsKept ? 0 : 1;
        }
        finally
        {
            if (!server.HasExited) server.Kill();
            await server.WaitForExitAsync();
        }

        int Number(string name, int usual) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
    }

    /// <summary>Begins an answer, and leaves: it is followed in the feed.</summary>
    private static async Task AskAsync(HttpClient client, Guid person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/chat/stream") { Content = JsonContent.Create(new { message = "Go", model = "bench" }) };
        request.Headers.Add(FeedHost.PersonHeader, person.ToString());
        request.Headers.Add(FeedHost.ScopesHeader, "gateway chat");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[256];
        _ = await body.ReadAsync(buffer);
    }

    private static async Task AddProviderAsync(HttpClient client, int port)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/providers")
        {
            Content = JsonContent.Create(new { name = "sim", kind = "chat", baseUrl = $"http://127.0.0.1:{port}/v1", apiKeys = AnyKey, models = new[] { new { id = "bench", upstreamName = Model } }, allowPrivateNetwork = true }),
        };
        request.Headers.Add(FeedHost.ScopesHeader, "admin");
        using var answer = await client.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    private static async Task ReadyAsync(HttpClient client, Process server)
    {
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!server.HasExited)
            {
                // not yet
            }

            await Task.Delay(50);
        }
    }
}
