using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Bench.Load;
using Parley.Tests.Infrastructure;

namespace Parley.Bench.Promises;

/// <summary>The real server as an operator runs it, and the simulators behind it, each a process of its own.</summary>
internal sealed class PromiseStage : IAsyncDisposable
{
    private static readonly string[] AnyKey = ["any"];

    private readonly ParleyServer _server = new();
    private readonly List<ChildProcess> _simulators = [];
    private readonly HttpClient _direct = new();
    private HttpClient _client = null!, _admin = null!;

    public static async Task<PromiseStage> StartAsync()
    {
        var stage = new PromiseStage();
        var (key, admin) = (await stage._server.CreateKeyAsync("bench"), await stage._server.CreateKeyAsync("admin", "admin"));
        await stage._server.StartAsync();
        (stage._client, stage._admin) = (stage.Client(key), stage.Client(admin));
        return stage;
    }

    public async Task<ChildProcess> SimulateAsync(int port = 0)
    {
        var simulator = await ChildProcess.SimulatorAsync(port);
        _simulators.Add(simulator);
        return simulator;
    }

    /// <summary>A simulator dies.</summary>
    public async Task KillAsync(ChildProcess simulator)
    {
        _simulators.Remove(simulator);
        await simulator.DisposeAsync();
    }

    /// <summary>A provider of <paramref name="model"/> that answers by the simulator's <paramref name="words"/>.</summary>
    public async Task AddAsync(string name, string model, string words, int port, object? resilience = null, object? limits = null)
    {
        using var answer = await _admin.PostAsJsonAsync("/api/v1/providers", new
        {
            name, kind = "chat", baseUrl = $"http://127.0.0.1:{port}/v1", apiKeys = AnyKey, models = new[] { new { id = model, upstreamName = words } },
            allowPrivateNetwork = true, resilience = resilience ?? new { }, limits = limits ?? new { },
        });
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The provider {name} was refused: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Requests that a simulator got.</summary>
    public async Task<long> PostsAsync(ChildProcess simulator)
    {
        var stats = await _direct.GetFromJsonAsync<JsonElement>($"http://{simulator.Address}/__stats");
        return stats.GetProperty("posts").GetInt64();
    }

    public async Task<Outcome> AskAsync(string model, bool stream, int? maxFirstTokenMs = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
        };
        if (maxFirstTokenMs is { } most) request.Headers.Add("x-parley-max-ttft-ms", most.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var (first, isWhole) = await ReadAsync(answer, stream, began);
            return new Outcome(
                (int)answer.StatusCode, !isWhole, int.Parse(Header(answer, "x-parley-attempts") ?? "0", CultureInfo.InvariantCulture), Header(answer, "x-parley-provider"), first, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Outcome(0, true, 0, null, Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Asks so often, so many at a time.</summary>
    public static async Task<List<Outcome>> ManyAsync(int calls, int connections, Func<int, Task<Outcome>> ask)
    {
        var all = new Outcome[calls];
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = connections }, async (i, _) => all[i] = await ask(i));
        return [.. all];
    }

    public async ValueTask DisposeAsync()
    {
        _direct.Dispose();
        _client.Dispose();
        _admin.Dispose();
        await _server.DisposeAsync();
        foreach (var simulator in _simulators) await simulator.DisposeAsync();
    }

    /// <summary>When the first content came, and whether the answer is whole or says that it is not.</summary>
    private static async Task<(TimeSpan First, bool IsWhole)> ReadAsync(HttpResponseMessage answer, bool stream, long began)
    {
        if (!stream || !answer.IsSuccessStatusCode)
        {
            var first = Stopwatch.GetElapsedTime(began);
            var body = await answer.Content.ReadAsStringAsync();
            return (first, body.EndsWith('}'));
        }

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        TimeSpan? said = null;
        var isWhole = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (said is null && line.Contains("\"content\":\"", StringComparison.Ordinal) && !line.Contains("\"content\":\"\"", StringComparison.Ordinal)) said = Stopwatch.GetElapsedTime(began);
            isWhole |= line is "data: [DONE]" || line.Contains("\"error\"", StringComparison.Ordinal);
        }

        return (said ?? Stopwatch.GetElapsedTime(began), isWhole);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private HttpClient Client(string key)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000 }) { BaseAddress = _server.BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
