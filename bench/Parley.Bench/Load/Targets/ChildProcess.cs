using System.Diagnostics;
using System.Globalization;
using System.Net;
using Parley.Tests.Infrastructure;

namespace Parley.Bench.Load;

/// <summary>A target that is one of our own programs, started on a free port.</summary>
internal sealed class ChildProcess : ITarget
{
    private readonly Process _process;

    private ChildProcess(string name, int port, Process process, TimeSpan startTime)
    {
        (Name, _process, StartTime) = (name, process, startTime);
        Address = new(IPAddress.Loopback, port);
        Meter = new(process.Id);
    }

    public string Name { get; }

    public IPEndPoint Address { get; }

    public string Key => "none";

    public ProcessMeter Meter { get; }

    public TimeSpan? StartTime { get; }

    public static Task<ChildProcess> SimulatorAsync(int port = 0)
    {
        if (port == 0) port = FreePort.Next();
        return StartAsync("direct", "tools/Parley.Simulator", "Parley.Simulator.dll", port, "--port", port.ToString(CultureInfo.InvariantCulture), "--record", "0");
    }

    public static Task<ChildProcess> YarpAsync(IPEndPoint upstream)
    {
        var port = FreePort.Next();
        return StartAsync("yarp", "bench/targets/Yarp", "Parley.Bench.Yarp.dll", port, $"http://127.0.0.1:{port}", $"http://{upstream}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<ChildProcess> StartAsync(string name, string project, string assembly, int port, params string[] arguments)
    {
        var path = Path.Combine(Repository.Root, project, "bin/Release/net10.0", assembly);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is not there. Build first: dotnet build -c Release Parley.slnx");
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo("dotnet", [path, .. arguments]) { RedirectStandardOutput = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        using var probe = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await probe.GetAsync(new Uri($"http://127.0.0.1:{port}/v1/models"));
                if (answer.IsSuccessStatusCode) return new(name, port, process, watch.Elapsed);
            }
            catch (HttpRequestException)
            {
                if (process.HasExited) throw new InvalidOperationException($"{assembly} ended at its start with {process.ExitCode}.");
            }

            await Task.Delay(10);
        }
    }
}
