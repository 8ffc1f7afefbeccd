using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Media;

/// <summary>One Parley in a process of its own before one vendor of pictures and sound, as a provider <c>media</c>; <c>again</c> is the same with
/// retries, <c>hasty</c> waits a second at most, <c>words</c> speaks Anthropic's format.</summary>
public sealed class MediaStage : IAsyncLifetime
{
    private readonly ParleyServerOptions _options;
    private readonly SocketsHttpHandler _connections = new() { MaxResponseDrainSize = 0 };

    public MediaStage() : this(new())
    {
    }

    private MediaStage(ParleyServerOptions options) => _options = options;

    internal MediaVendor Vendor { get; private set; } = null!;

    internal ParleyServer Parley { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    internal HttpClient Client { get; private set; } = null!;

    internal UsageBook Usage { get; private set; } = null!;

    internal static async Task<MediaStage> StartAsync(ParleyServerOptions options)
    {
        var stage = new MediaStage(options);
        await stage.InitializeAsync();
        return stage;
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            await BeginAsync();
        }
        catch
        {
            // Nobody else would end the process.
            await DisposeAsync();
            throw;
        }
    }

    private async Task BeginAsync()
    {
        Vendor = await MediaVendor.StartAsync();
        Parley = new ParleyServer(_options);
        Key = await Parley.CreateKeyAsync();
        var admin = Parley.CreateClient(await Parley.CreateKeyAsync("admin", "admin"));
        await Parley.StartAsync();
        Client = new HttpClient(_connections, disposeHandler: false) { BaseAddress = Parley.BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Usage = new UsageBook(admin);
        await AddAsync(admin, "media", "chat", new { maxRetries = 0, breaker = false, probe = false });
        await AddAsync(admin, "again", "chat", new { maxRetries = 2, breaker = false, probe = false });
        await AddAsync(admin, "hasty", "chat", new { maxRetries = 0, breaker = false, probe = false, firstByteTimeoutMs = 1000, idleTimeoutMs = 1000 });
        await AddAsync(admin, "words", "messages", new { maxRetries = 0, breaker = false, probe = false });
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        _connections.Dispose();
        if (Parley is not null) await Parley.DisposeAsync();
        if (Vendor is not null) await Vendor.DisposeAsync();
    }

    internal static string Sha256(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    internal async Task<MediaAnswer> PostAsync(string path, string json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await PostAsync(path, content);
    }

    internal async Task<MediaAnswer> PostAsync(string path, HttpContent content)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return new MediaAnswer(response, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The record of an answer.</summary>
    internal async Task<JsonElement> RecordAsync(MediaAnswer answer) => await Usage.FindAsync(answer.RequestId) ?? throw new InvalidOperationException("There is no usage record.");

    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), what);
            await Task.Delay(10);
        }
    }

    private async Task AddAsync(HttpClient admin, string name, string kind, object resilience)
    {
        using var added = await admin.PostAsJsonAsync(new Uri("/api/v1/providers", UriKind.Relative), new
        {
            name, kind, baseUrl = (kind == "chat" ? Vendor.BaseAddress : new Uri(Vendor.BaseAddress, "/")).ToString().TrimEnd('/'), apiKeys = new[] { "upstream-secret" }, allowPrivateNetwork = true, resilience,
        }, JsonSerializerOptions.Web);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
    }
}
