using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Billing.Metering;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Bench.Ledger;

/// <summary>What the durable meter costs on this machine and this disk.</summary>
internal static class LedgerBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = double.Parse(Option(args, "--seconds") ?? "8", CultureInfo.InvariantCulture);
        await using var host = await LedgerHost.StartAsync(Option(args, "--postgres"), Option(args, "--folder"), "Durable");
        Console.WriteLine($"{host.Name}, {Environment.ProcessorCount} cores");

        await MeasureAsync(host, "warm-up", callers: 64, TimeSpan.FromSeconds(2), stream: false);
        await SingleAsync(host);
        await MeasureAsync(host, "instant answers", callers: 1, TimeSpan.FromSeconds(seconds / 4), stream: false);
        await MeasureAsync(host, "instant answers", callers: 64, TimeSpan.FromSeconds(seconds), stream: false);
        await MeasureAsync(host, "instant answers", callers: 256, TimeSpan.FromSeconds(seconds), stream: false);
        await MeasureAsync(host, "instant answers", callers: 1024, TimeSpan.FromSeconds(seconds), stream: false);
        await MeasureAsync(host, "streams (intent, then settlement)", callers: 1024, TimeSpan.FromSeconds(seconds), stream: true);
        return 0;
    }

    private static async Task MeasureAsync(LedgerHost host, string what, int callers, TimeSpan length, bool stream)
    {
        await host.CatchUpAsync();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(host, watch, length, stream))));
        var elapsed = watch.Elapsed;
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        long total = counts.Sum();
        await host.CatchUpAsync();
        var projected = Process.GetCurrentProcess().TotalProcessorTime - cpu - used;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-36}{callers,5} callers {total / elapsed.TotalSeconds,9:N0} settlements/s  {used.TotalMicroseconds / total,6:N1} us CPU each while running  {projected.TotalMicroseconds / total,6:N1} us each afterwards (backlog projected in {(watch.Elapsed - elapsed).TotalSeconds:N2} s)"));
    }

    private static async Task<long> CallAsync(LedgerHost host, Stopwatch watch, TimeSpan length, bool stream)
    {
        long count = 0;
        for (; watch.Elapsed < length; count++)
        {
            var entry = host.Ledger.Open(SampleCalls.Intent(stream));
            if (stream) await entry.WhenDurableAsync(CancellationToken.None);
            await entry.SettleAsync(SampleCalls.Settlement);
        }

        return count;
    }

    /// <summary>One caller with pauses: what a single answer waits for.</summary>
    private static async Task SingleAsync(LedgerHost host)
    {
        List<double> times = [];
        for (var i = 0; i < 300; i++)
        {
            await Task.Delay(5);
            var entry = host.Ledger.Open(SampleCalls.Intent(stream: false));
            var start = Stopwatch.GetTimestamp();
            await entry.SettleAsync(SampleCalls.Settlement);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        times.Sort();
        var raw = host.BareCommits;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one settlement waits p50 {times[150]:N0} us, p99 {times[297]:N0} us; one bare commit of the journal p50 {raw[150]:N0} us, p99 {raw[297]:N0} us"));
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
