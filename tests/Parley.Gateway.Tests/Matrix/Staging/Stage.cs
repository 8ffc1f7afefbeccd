using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams.Guard;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Matrix.Staging;

/// <summary>The whole engine over HTTP, between a client and one vendor who answers whatever it is told to. One exchange at a time.</summary>
public sealed class Stage : IAsyncLifetime
{
    private static readonly string[] Paths = ["/v1/chat/completions", "/v1/messages", "/v1/responses"];

    private readonly SemaphoreSlim _turn = new(1);

    private readonly HttpClient _client = new();
    private WebApplication _vendor = null!;
    private WebApplication _gateway = null!;
    private Reply _reply = new(200, "");
    private byte[] _sent = [];

    internal NoResponses Responses { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _vendor = Build(_ => { });
        _vendor.Run(AnswerAsync);
        await _vendor.StartAsync();
        var address = AddressOf(_vendor);
        _gateway = Build(services => services.AddGateway()
            .AddSingleton<IRouteSource>(new OneVendor(address)).AddSingleton<ICallerAccessor, Anyone>().AddSingleton<IUsageLedger, NoLedger>()
            .AddSingleton<ITokenEstimator, Words>().AddSingleton<IResponseStore>(Responses).AddSingleton<IStreamStore, NoStreams>()
            // Nothing is fetched from the internet here: no name leads anywhere.
            .AddSingleton(new MediaFetcher(new ConnectionKey("", "", 0, AllowPrivate: false, TimeSpan.FromSeconds(1)),
                (_, _) => Task.FromException<System.Net.IPAddress[]>(new System.Net.Sockets.SocketException()), TimeProvider.System, NullLogger<MediaFetcher>.Instance)));
        _gateway.UseRouting();
        _gateway.MapGateway();
        await _gateway.StartAsync();
        _client.BaseAddress = new Uri(AddressOf(_gateway));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _vendor.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Sends a client's request while the vendor answers so.</summary>
    internal async Task<Exchange> AskAsync(WireFormat client, string body, Reply reply)
    {
        await _turn.WaitAsync();
        try
        {
            (_reply, _sent) = (reply, []);
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _client.PostAsync(new Uri(Paths[(int)client], UriKind.Relative), content);
            var text = await answer.Content.ReadAsStringAsync();
            var dropped = answer.Headers.TryGetValues("x-parley-dropped", out var names) ? string.Join(", ", names).Split(", ") : [];
            return new Exchange(Encoding.UTF8.GetString(_sent), (int)answer.StatusCode, text, dropped, answer.Headers.RetryAfter?.ToString()) { Headers = answer.Headers };
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _sent = body.ToArray();
        var reply = _reply;
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.IsStream ? "text/event-stream" : "application/json";
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        if (reply.Status == 429) context.Response.Headers.RetryAfter = "7";
        if (reply.IsCut) context.Response.ContentLength = reply.IsStream ? null : Encoding.UTF8.GetByteCount(reply.Body) * 2;
        await context.Response.WriteAsync(reply.Body);
        if (!reply.IsCut) return;
        await context.Response.Body.FlushAsync();
        await Task.Delay(20); // or the end would overtake what was sent
        context.Abort();
    }

    private static WebApplication Build(Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        add(builder.Services);
        return builder.Build();
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
