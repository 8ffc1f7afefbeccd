using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Api;
using Parley.Data;
using Parley.Providers;
using Parley.Providers.Discovery;
using Parley.Providers.Health;
using Parley.Providers.Registry;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Ui;

namespace Parley.Tests.Providers;

/// <summary>The provider module on a real web server and database, without authentication (the identity module's tests
/// hold that), and without this machine's environment.</summary>
internal sealed class ProviderApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProviderApp(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public HttpClient Client { get; }

    public ProviderRegistry Registry => Get<ProviderRegistry>();

    public ListLogger Log => Get<ListLogger>();

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ProviderApp> StartAsync(
        DatabaseOptions database, IDictionary<string, string?>? configuration = null, Action<IServiceCollection>? configure = null, bool discover = false, bool probe = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Parley:DataFolder"] = database.DataFolder,
            ["Parley:Database"] = database.Database,
            ["Parley:DetectLocal"] = "false",
        }).AddInMemoryCollection(configuration ?? new Dictionary<string, string?>());
        var log = new ListLogger();
        builder.Services.AddSingleton(log);
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddRouting();
        builder.Services.AddProblems();
        builder.Services.AddAuthorization(options =>
        {
            options.AddPolicy(Policies.Admin, policy => policy.RequireAssertion(_ => true));
            options.AddPolicy(Policies.GatewayOrAdmin, policy => policy.RequireAssertion(_ => true));
        });
        // No test asks a real name server.
        builder.Services.AddSingleton<ResolveAddresses>((host, _) => Task.FromResult<IPAddress[]>(host.Contains("inside", StringComparison.Ordinal) ? [IPAddress.Parse("10.1.2.3")] : []));
        configure?.Invoke(builder.Services);
        builder.Services.AddData(builder.Configuration);
        builder.Services.AddUi();
        builder.Services.AddProviders(builder.Configuration);
        // Without it no test asks a real vendor for its models.
        if (!discover) builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(ModelDiscovery)));
        if (!probe) builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(ProbeJob)));
        var app = builder.Build();
        app.UseProblems();
        app.UseRouting();
        app.UseAuthorization();
        app.UseStrictRequests();
        app.MapProviders();
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, CancellationToken.None);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new ProviderApp(app, new HttpClient { BaseAddress = new Uri(address + "/api/v1/") });
    }

    public async Task<JsonElement> PostAsync(object body, HttpStatusCode expected)
    {
        using var answer = await Client.PostAsJsonAsync("providers", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends JSON (text as it is, anything else serialized); the body is an empty element when there is none.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body, string? ETag)> SendAsync(string method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text), answer.Headers.ETag?.ToString());
    }

    public async Task<(JsonElement Body, string? ETag)> OkAsync(string method, string path, object? body = null, string? ifMatch = null)
    {
        var (status, answer, etag) = await SendAsync(method, path, body, ifMatch);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {status} {answer}");
        return (answer, etag);
    }

    public async Task<List<string>> ErrorsAsync(string method, string path, object body)
    {
        var (status, answer, _) = await SendAsync(method, path, body);
        Assert.True(status == HttpStatusCode.BadRequest, $"{method} {path}: {status} {answer}");
        return [.. answer.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
