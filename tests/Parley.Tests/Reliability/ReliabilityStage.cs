using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Reliability;

/// <summary>
/// One Parley in a process of its own before one simulator. Models are <c>provider/words</c>; there is a provider for
/// each upstream format, and beside it a <c>hasty-</c> one that waits a second at most, a <c>frugal-</c> one with the
/// cancel policy <c>none</c> and a <c>thorough-</c> one with <c>drain</c>. None has a breaker: each test meets its own fault, however many came before.
/// </summary>
public sealed partial class ReliabilityStage : IAsyncLifetime
{
    internal const string UpstreamSecret = "sk-upstream-7f3a9c51d2e84b60";
    private static readonly string[] Kinds = ["chat", "messages", "responses", "gemini"];

    private readonly ParleyServerOptions _options;
    // A client that goes, goes at once: the handler's default is to read on for two seconds.
    private readonly SocketsHttpHandler _connections = new() { MaxConnectionsPerServer = 1000, MaxResponseDrainSize = 0 };

    public ReliabilityStage() : this(new())
    {
    }

    private ReliabilityStage(ParleyServerOptions options) => _options = options;

    internal SimulatorServer Simulator { get; private set; } = null!;

    internal ParleyServer Parley { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    internal string AdminKey { get; private set; } = "";

    /// <summary>Asks with the gateway key; many connections, reused.</summary>
    internal HttpClient Client { get; private set; } = null!;

    internal HttpClient Admin { get; private set; } = null!;

    internal UsageBook Usage => new(Admin);

    /// <summary>A stage of a test's own, which it may kill.</summary>
    internal static async Task<ReliabilityStage> StartAsync(string database = "", params string[] arguments)
    {
        var stage = new ReliabilityStage(new() { Database = database, Arguments = arguments });
        try
        {
            await stage.InitializeAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorServer.StartAsync(new() { Key = UpstreamSecret });
        Parley = new ParleyServer(_options);
        Key = await Parley.CreateKeyAsync();
        AdminKey = await Parley.CreateKeyAsync("admin", "admin");
        await Parley.StartAsync();
        Client = new HttpClient(_connections, disposeHandler: false) { BaseAddress = Parley.BaseAddress, Timeout = TimeSpan.FromSeconds(90) };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Admin = Parley.CreateClient(AdminKey);
        foreach (var kind in Kinds)
        {
            await AddProviderAsync(kind, kind, new { maxRetries = 0, breaker = false }, "estimate");
            await AddProviderAsync($"hasty-{kind}", kind, new { maxRetries = 0, breaker = false, firstByteTimeoutMs = 1000, idleTimeoutMs = 1000 }, "estimate");
            await AddProviderAsync($"frugal-{kind}", kind, new { maxRetries = 0, breaker = false }, "none");
            await AddProviderAsync($"thorough-{kind}", kind, new { maxRetries = 0, breaker = false }, "drain");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Admin?.Dispose();
        _connections.Dispose();
        if (Parley is not null) await Parley.DisposeAsync();
        if (Simulator is not null) await Simulator.DisposeAsync();
    }

    internal Task<WireAnswer> AskAsync(WireCall call, CancellationToken cancellationToken = default) => call.AskAsync(Client, cancellationToken);

    /// <summary>A figure of <c>/metrics</c>; 0 while it was never counted.</summary>
    internal async Task<double> MetricAsync(string name)
    {
        var text = await Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal) && l[name.Length] is ' ' or '{');
        return line is null ? 0 : double.Parse(MetricValue().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>No request is under way any more, neither here nor at the vendor.</summary>
    internal async Task QuietAsync(TimeSpan? limit = null)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var active = await MetricAsync("parley_requests_active");
            if (active == 0 && Simulator.Stats.Active == 0) return;
            Assert.True(watch.Elapsed < (limit ?? TimeSpan.FromSeconds(15)), $"{active} requests are still active in Parley, {Simulator.Stats.Active} at the vendor.");
            await Task.Delay(50);
        }
    }

    /// <summary>Memory of the server that the system counts, in MiB.</summary>
    internal double ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{Parley.Process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private async Task AddProviderAsync(string name, string kind, object resilience, string cancelPolicy)
    {
        var baseUrl = kind is "chat" or "responses" ? new Uri(Simulator.BaseAddress, "/v1") : Simulator.BaseAddress;
        using var added = await Admin.PostAsJsonAsync(new Uri("/api/v1/providers", UriKind.Relative), new
        {
            name, kind, baseUrl = baseUrl.ToString().TrimEnd('/'), apiKeys = new[] { UpstreamSecret }, allowPrivateNetwork = true, resilience, cancelPolicy,
        }, JsonSerializerOptions.Web);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"[ }]([-+.0-9eE]+)( \d+)?$")]
    private static partial Regex MetricValue();
}
