using System.Globalization;

namespace Parley.Tests.Infrastructure;

/// <summary>
/// The real server in a process and a folder of its own, as an operator runs it. Verbs work on the same folder, before
/// and while it runs; it can be killed, terminated and started again.
/// </summary>
internal sealed class ParleyServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ParleyServerOptions _options;
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private ParleyProcess? _process;

    /// <summary>Prepares a server that does not run yet: verbs may set it up first.</summary>
    public ParleyServer(ParleyServerOptions? options = null)
    {
        _options = options ?? new();
        BaseAddress = new($"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Runs a verb in this process, where it has the product's own code: a process for each key and provider that tests need is a sixth of their processor time. Null: in a process.</summary>
    public static Func<IReadOnlyList<string>, string, Task<VerbResult>>? VerbsHere { get; set; }

    public Uri BaseAddress { get; }

    /// <summary>Base URL of OpenAI clients.</summary>
    public Uri V1 => new(BaseAddress, "/v1");

    public string DataFolder => Path.Combine(_folder.Path, "data");

    /// <summary>The process of the current or latest run.</summary>
    public ParleyProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    public static async Task<ParleyServer> StartAsync(ParleyServerOptions? options = null)
    {
        var server = new ParleyServer(options);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts, or starts again on the same folder and port, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        if (_process is { HasExited: false }) throw new InvalidOperationException("The server runs already.");
        if (_process is not null) await _process.DisposeAsync();
        _process = ParleyProcess.Start(
            _folder.Path, ["serve", "--urls", BaseAddress.ToString().TrimEnd('/'), .. DataArguments, .. _options.Arguments], _options.Environment);
        await WaitUntilReadyAsync();
    }

    /// <summary>Runs a verb on this server's data.</summary>
    public async Task<VerbResult> RunAsync(IEnumerable<string> verb, string? input = null)
    {
        await using var process = ParleyProcess.Start(_folder.Path, [.. verb, .. DataArguments], _options.Environment, input);
        var code = await process.WaitAsync(TimeSpan.FromSeconds(90));
        return new(code, process.Output, process.Errors);
    }

    public async Task<string> CreateKeyAsync(string name = "tests", string scope = "gateway") =>
        (await RunPreparingAsync(["keys", "create", "--name", name, "--scope", scope])).Expect();

    /// <summary>Registers an upstream on the loopback. Models are <c>id</c> or <c>id=upstream-name</c>.</summary>
    public async Task AddProviderAsync(string name, string kind, Uri baseUrl, IEnumerable<string> models, string apiKey = "upstream-secret", params string[] more) =>
        (await RunPreparingAsync(
            ["providers", "add", name, "--kind", kind, "--base-url", baseUrl.ToString().TrimEnd('/'), "--api-key-stdin", "--allow-private-network",
                .. models.SelectMany(m => new[] { "--model", m }), .. more],
            input: apiKey)).Expect();

    /// <summary>A client that sends this key as a bearer token.</summary>
    public HttpClient CreateClient(string? key = null)
    {
        var client = new HttpClient { BaseAddress = BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> StopAsync(TimeSpan? limit = null)
    {
        Process.Terminate();
        return Process.WaitAsync(limit ?? TimeSpan.FromSeconds(40));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _probe.Dispose();
        _folder.Dispose();
    }

    private string[] DataArguments => _options.Database.Length > 0
        ? ["--data", DataFolder, "--database", _options.Database]
        : ["--data", DataFolder];

    /// <summary>A verb that is not what is tested.</summary>
    private Task<VerbResult> RunPreparingAsync(IEnumerable<string> verb, string? input = null) =>
        VerbsHere is { } run && _options.Environment.Count == 0 ? run([.. verb, .. DataArguments], input ?? "") : RunAsync(verb, input);

    private async Task WaitUntilReadyAsync()
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (Process.HasExited) throw new InvalidOperationException($"The server ended at its start:\n{Process.Errors}\n{Process.Output}");
            if (patience.Elapsed > _options.StartLimit) throw new TimeoutException($"The server is not ready after {_options.StartLimit}:\n{Process.Errors}\n{Process.Output}");
            await Task.Delay(20);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _probe.GetAsync(new Uri(BaseAddress, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
