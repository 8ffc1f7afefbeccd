using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Promises;
using Parley.Tests.Infrastructure;

namespace Parley.Bench.Load;

/// <summary>How long the server takes from its start until it is ready, on a database that is there, and what it keeps when nobody is there.</summary>
internal static class StartBench
{
    /// <summary>By then it has noticed that it is alone.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2.5);

    public static async Task<int> RunAsync(string[] args)
    {
        var starts = args is ["--starts", var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 5;
        await using var server = new ParleyServer();
        await server.CreateKeyAsync("bench");
        await server.StartAsync();
        await server.StopAsync();
        List<double> seconds = [], memory = [];
        var alone = 0d;
        for (var i = 0; i < starts; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await server.StartAsync();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(5));
            memory.Add(new ProcessMeter(server.Process.Id).Memory());
            if (i == starts - 1)
            {
                await Task.Delay(Quiet);
                alone = new ProcessMeter(server.Process.Id).Memory();
            }

            await server.StopAsync();
        }

        var report = new PromiseReport();
        report.AtMost("start", $"until it is ready, median of {starts}", Median(seconds), 1.5, " s");
        report.Beside("start", "memory 5 s after the start, median", Median(memory), " MiB");
        report.AtMost("start", $"memory when nobody was there for {Quiet.TotalMinutes} minutes", alone, 120, " MiB");
        Console.WriteLine(report);
        return report.IsKept ? 0 : 1;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
