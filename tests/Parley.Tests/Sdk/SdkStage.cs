using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Models;
using OpenAI.Responses;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Sdk;

/// <summary>One Parley with an upstream of every kind, all simulated, for all tests of the vendors' SDKs. A model
/// is named after its upstream's kind and the words that tell the simulator what to answer.</summary>
public sealed class SdkStage : IAsyncLifetime
{
    private static readonly string[] Answers =
    [
        "n3", "n30-itl20", "n200-itl20", "echo-strict", "echo-obey", "json-strict", "tool-strict", "tools3-strict", "tool-emptyargs-strict", "think-n2", "think2-n2", "think-tool-strict", "redacted-n2", "refuse", "filter-n2",
        "length-n2", "cite-n2", "servertool-n2", "pause-n2", "utf-n20", "utf-n20-crlf-split", "pt40-ct10-n7", "pt40-ct10-cw8-cwh4-n7", "ping-nospace-n20",
        "err400", "err404", "err429-ra7", "err500", "err529", "drop2-n9", "rst2-n9", "errmid2-n9", "hang", "hangmid2-n9", "badjson", "errinside200",
    ];

    /// <summary>.NET reads on for up to two seconds when a client leaves between two reads, to save the connection: that would be measured as Parley's.</summary>
    private readonly HttpClient _connections = new(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { Timeout = TimeSpan.FromMinutes(10) };

    private ParleyServer? _parley;
    private SimulatorServer? _simulator;

    internal SimulatorServer Simulator => _simulator!;

    internal string Key { get; private set; } = "";

    internal ParleyServer Parley => _parley!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorServer.StartAsync();
        _parley = new ParleyServer();
        Key = await _parley.CreateKeyAsync();
        await AddAsync("chat", new Uri(_simulator.BaseAddress, "/v1"));
        await AddAsync("responses", new Uri(_simulator.BaseAddress, "/v1"));
        await AddAsync("messages", _simulator.BaseAddress);
        await AddAsync("gemini", _simulator.BaseAddress);
        await _parley.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        if (_parley is not null) await _parley.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
    }

    /// <summary>The name of a model of an upstream of this kind.</summary>
    internal static string Model(string kind, string words) =>
        Answers.Contains(words) ? $"{kind}-{words}" : throw new ArgumentException($"\"{words}\" is not among the registered models.", nameof(words));

    internal ChatClient Chat(string kind, string words, string? key = null) => new(Model(kind, words), new ApiKeyCredential(key ?? Key), OpenAiOptions);

    internal ChatClient ChatUnknown(string model, string? key = null) => new(model, new ApiKeyCredential(key ?? Key), OpenAiOptions);

    internal ResponsesClient Responses(string? key = null) => new(new ApiKeyCredential(key ?? Key), new ResponsesClientOptions { Endpoint = Parley.V1, RetryPolicy = new ClientRetryPolicy(0), Transport = new HttpClientPipelineTransport(_connections) });

    internal EmbeddingClient Embeddings() => new(Model("chat", "n3"), new ApiKeyCredential(Key), OpenAiOptions);

    internal AudioClient Audio(string words) => new(Model("chat", words), new ApiKeyCredential(Key), OpenAiOptions);

    internal ImageClient Images(string words) => new(Model("chat", words), new ApiKeyCredential(Key), OpenAiOptions);

    internal OpenAIModelClient OpenAiModels() => new(new ApiKeyCredential(Key), OpenAiOptions);

    internal AnthropicClient Anthropic(string? key = null) => new() { ApiKey = key ?? Key, BaseUrl = Parley.BaseAddress.ToString().TrimEnd('/'), MaxRetries = 0, HttpClient = _connections };

    /// <summary>A key that may ask once a minute, and did. A new one each time: a minute makes it whole again.</summary>
    internal async Task<string> SpentAsync()
    {
        var key = (await Parley.RunAsync(["keys", "create", "--name", "spent", "--requests-per-minute", "1"])).Expect();
        using var client = Parley.CreateClient(key);
        using var body = new StringContent($$"""{"model":"{{Model("chat", "n3")}}","messages":[{"role":"user","content":"hi"}]}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The first request was refused: {await answer.Content.ReadAsStringAsync()}");
        return key;
    }

    /// <summary>The JSON of the request that the upstream got last.</summary>
    internal System.Text.Json.JsonElement Sent() =>
        System.Text.Json.JsonDocument.Parse(Simulator.LastRequest!.Body).RootElement;

    /// <summary>A client that leaves a moment after the upstream was asked, however long a busy machine takes until then.</summary>
    internal CancellationTokenSource LeavingSoon()
    {
        var (asked, leave) = (Simulator.Stats.Posts, new CancellationTokenSource());
        _ = Task.Run(async () =>
        {
            for (var i = 0; i < 2000 && Simulator.Stats.Posts <= asked; i++) await Task.Delay(10);
            await Task.Delay(200);
            await leave.CancelAsync();
        });
        return leave;
    }

    /// <summary>Waits until the simulator has counted another client that left.</summary>
    internal async Task<TimeSpan> UntilAbortedAsync(long before)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (Simulator.Stats.ClientAborted <= before && watch.Elapsed < TimeSpan.FromSeconds(10)) await Task.Delay(10);
        return Simulator.Stats.ClientAborted > before ? watch.Elapsed : TimeSpan.MaxValue;
    }

    private OpenAIClientOptions OpenAiOptions => new() { Endpoint = Parley.V1, RetryPolicy = new ClientRetryPolicy(0), Transport = new HttpClientPipelineTransport(_connections) };

    private Task AddAsync(string kind, Uri baseUrl) =>
        _parley!.AddProviderAsync(kind, kind, baseUrl, Answers.Select(words => $"{Model(kind, words)}=mock-{words}"), more: ["--max-retries", "0", "--breaker", "off"]);
}
