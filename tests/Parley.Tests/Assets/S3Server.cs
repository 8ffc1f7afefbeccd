using System.Diagnostics;
using System.Text.RegularExpressions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Assets;

/// <summary>A server that speaks S3, from npm, with one bucket.</summary>
internal sealed partial class S3Server : IAsyncDisposable
{
    private const string Script = "tests/sdk-node/node_modules/s3rver/bin/s3rver.js";

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public const string Bucket = "parley", Key = "S3RVER";

    public Uri Address { get; private set; } = null!;

    public static async Task<S3Server> StartAsync()
    {
        var path = Path.Combine(Repository.Root, Script);
        Assert.True(File.Exists(path), "The S3 server is not installed. Run: npm ci --prefix tests/sdk-node");
        var server = new S3Server();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { path, "-d", server._folder.Path, "-a", "127.0.0.1", "-p", "0", "--configure-bucket", Bucket }) start.ArgumentList.Add(argument);
        var said = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        server._process = new Process { StartInfo = start, EnableRaisingEvents = true };
        server._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && Listening().Match(text) is { Success: true } match) said.TrySetResult(new Uri($"http://{match.Groups[1].Value}"));
        };
        server._process.Exited += (_, _) => said.TrySetException(new InvalidOperationException("The S3 server ended."));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        server.Address = await said.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"listening on (\S+:\d+)")]
    private static partial Regex Listening();
}
