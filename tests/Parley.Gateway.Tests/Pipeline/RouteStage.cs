using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Learning;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>The whole engine over HTTP with two providers, "a" and "b", whose routes a test sets; the usage records are kept for it to look at.</summary>
internal sealed class RouteStage : IAsyncDisposable, IRouteSource, IUsageLedger
{
    private readonly WebApplication _vendor = Build(_ => { });
    private readonly WebApplication _gateway;
    private readonly HttpClient _client = new();

    private RouteStage() => _gateway = Build(services => services.AddGateway()
        .AddSingleton<IRouteSource>(this).AddSingleton<ICallerAccessor, Anyone>().AddSingleton<IUsageLedger>(this)
        .AddSingleton<ITokenEstimator, Words>().AddSingleton<IResponseStore, NoResponses>().AddSingleton<IStreamStore, NoStreams>());

    public bool IsAway => false;

    public RouteSnapshot Current { get; private set; } = RouteSnapshot.Empty;

    /// <summary>What the providers were asked for, as <c>provider/model</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>How long a provider takes to its first token.</summary>
    public ConcurrentDictionary<string, TimeSpan> Delays { get; } = new();

    /// <summary>Providers that fail.</summary>
    public HashSet<string> Broken { get; } = [];

    public ConcurrentQueue<(UsageIntent Intent, UsageSettlement Settlement)> Records { get; } = new();

    public LearnedLatencies Learned => _gateway.Services.GetRequiredService<LearnedLatencies>();

    public UpstreamConfig A { get; private set; } = null!;

    public UpstreamConfig B { get; private set; } = null!;

    public static async Task<RouteStage> StartAsync()
    {
        var stage = new RouteStage();
        stage._vendor.Map("/{provider}/v1/{**path}", stage.AnswerAsync);
        await stage._vendor.StartAsync();
        (stage.A, stage.B) = (stage.Provider("a"), stage.Provider("b"));
        stage._gateway.UseRouting();
        stage._gateway.MapGateway();
        await stage._gateway.StartAsync();
        stage._client.BaseAddress = new Uri(AddressOf(stage._gateway));
        return stage;
    }

    /// <summary>The routes in force from now on.</summary>
    public void Route(IEnumerable<Route> routes, params (string Alias, string Model)[] aliases) =>
        Current = new RouteSnapshot([A, B], routes, aliases: aliases.Select(a => KeyValuePair.Create(a.Alias, a.Model)));

    public ValueTask RefreshAsync(CancellationToken cancellationToken) => default;

    public ILedgerEntry Open(UsageIntent intent) => new Entry(this, intent);

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()));
    }

    /// <summary>Asks; the answer's provider and model are those of the response's headers.</summary>
    public async Task<(int Status, string Served, string Body)> AskAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _client.SendAsync(request);
        var served = answer.Headers.TryGetValues("x-parley-provider", out var provider) ? $"{provider.Single()}/{answer.Headers.GetValues("x-parley-model").Single()}" : "";
        return ((int)answer.StatusCode, served, await answer.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Served, string Body)> ChatAsync(string model, string text, params (string Name, string Value)[] headers) =>
        AskAsync("/v1/chat/completions", JsonSerializer.Serialize(new { model, messages = new[] { new { role = "user", content = text } } }), headers);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _vendor.DisposeAsync();
    }

    private UpstreamConfig Provider(string name) => new()
    {
        Name = name, Kind = "chat", BaseUrl = new Uri($"{AddressOf(_vendor)}/{name}/v1"), Credentials = [new UpstreamCredential("1", new Secret("key"))], AllowPrivateNetwork = true, MaxRetries = 1,
    };

    private async Task AnswerAsync(HttpContext context, string provider, string path)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var model = body.RootElement.GetProperty("model").GetString();
        Asked.Enqueue($"{provider}/{model}");
        if (Delays.TryGetValue(provider, out var delay)) await Task.Delay(delay, context.RequestAborted);
        if (Broken.Contains(provider))
        {
            context.Response.StatusCode = 500;
        }
        else if (path == "embeddings")
        {
            await context.Response.WriteAsJsonAsync(new { @object = "list", model, data = new[] { new { @object = "embedding", index = 0, embedding = new[] { 0.5 } } }, usage = new { prompt_tokens = 1, total_tokens = 1 } });
        }
        else if (path == "images/generations")
        {
            await context.Response.WriteAsJsonAsync(new { created = 1, data = new[] { new { b64_json = "AAAA" } } });
        }
        else if (body.RootElement.TryGetProperty("stream", out var stream) && stream.GetBoolean())
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($$$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"{{{model}}}","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}""" + "\n\n");
            await context.Response.WriteAsync($$$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"{{{model}}}","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""" + "\n\ndata: [DONE]\n\n");
        }
        else
        {
            await context.Response.WriteAsJsonAsync(new
            {
                id = "c", @object = "chat.completion", created = 1, model, choices = new[] { new { index = 0, message = new { role = "assistant", content = "Hi" }, finish_reason = "stop" } },
                usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
            });
        }
    }

    private static WebApplication Build(Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        add(builder.Services);
        return builder.Build();
    }

    private static string AddressOf(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private sealed class Entry(RouteStage stage, UsageIntent intent) : ILedgerEntry
    {
        public ValueTask WhenDurableAsync(CancellationToken cancellationToken) => default;

        public ValueTask SettleAsync(UsageSettlement settlement)
        {
            stage.Records.Enqueue((intent, settlement));
            return default;
        }
    }
}
