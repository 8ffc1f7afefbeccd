using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Resilience;

/// <summary>One real server; each test registers providers of its own, each in front of a simulator of its own.</summary>
public sealed class ResilienceStage : IAsyncLifetime
{
    private readonly ParleyServer _server = new();
    private readonly List<SimulatorServer> _simulators = [];
    private HttpClient _client = null!;

    internal HttpClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (key, admin) = (await _server.CreateKeyAsync(), await _server.CreateKeyAsync("admin", "admin"));
        await _server.StartAsync();
        (_client, Admin) = (_server.CreateClient(key), _server.CreateClient(admin));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        Admin.Dispose();
        await _server.DisposeAsync();
        foreach (var simulator in _simulators) await simulator.DisposeAsync();
    }

    internal async Task<SimulatorServer> SimulateAsync(string key = "", int port = 0)
    {
        var simulator = await SimulatorServer.StartAsync(new() { Key = key, Port = port });
        _simulators.Add(simulator);
        return simulator;
    }

    /// <summary>A provider of <paramref name="model"/>, which is to answer by the simulator's <paramref name="words"/>.</summary>
    internal async Task AddAsync(string name, string model, string words, Uri address, object? resilience = null, object? limits = null, params string[] apiKeys)
    {
        using var answer = await Admin.PostAsJsonAsync("/api/v1/providers", new
        {
            name, kind = "chat", baseUrl = new Uri(address, "/v1"), apiKeys = apiKeys.Length > 0 ? apiKeys : ["any"], models = new[] { new { id = model, upstreamName = words } },
            allowPrivateNetwork = true, resilience = resilience ?? new { }, limits = limits ?? new { },
        });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    internal async Task<Told> AskAsync(string model, bool stream = true, int? maxFirstTokenMs = null)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new { model, stream, messages = new[] { new { role = "user", content = "hello" } } }),
        };
        if (maxFirstTokenMs is { } most) request.Headers.Add("x-parley-max-ttft-ms", most.ToString(CultureInfo.InvariantCulture));
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var head = watch.Elapsed;
        var body = await answer.Content.ReadAsStringAsync();
        return new Told(
            answer.StatusCode, body, head, Header(answer, "x-parley-provider"), int.Parse(Header(answer, "x-parley-attempts") ?? "0", CultureInfo.InvariantCulture),
            Header(answer, "x-parley-request-id"), answer.Headers.RetryAfter?.Delta, stream);
    }

    /// <summary>The usage record of a request, as soon as it is there.</summary>
    internal async Task<JsonElement> UsageAsync(string requestId)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var page = await Admin.GetFromJsonAsync<JsonElement>($"/api/v1/usage/events?requestId={requestId}");
            if (page.GetProperty("items") is var items && items.GetArrayLength() > 0 && items[0].GetProperty("outcome").ValueKind == JsonValueKind.String) return items[0];
            await Task.Delay(50);
        }

        throw new TimeoutException($"There is no usage record of {requestId}.");
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
