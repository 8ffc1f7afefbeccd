namespace Parley.Bench.Load;

/// <summary>The verb <c>load</c>: cases against targets, in interleaved rounds.</summary>
internal static class LoadBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (LoadOptions.Read(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(
                $"""
                load [--cases {string.Join(',', LoadCase.All.Select(c => c.Name))}] [--targets direct,yarp,parley,parley-buffered,running]
                     [--rounds 5] [--warmup 3] [--seconds 8] [--database POSTGRES] [--out FILE]
                     [--url http://127.0.0.1:PORT --key KEY --pid PID]   for the target "running"
                """);
            return 2;
        }

        List<ITarget> targets = [];
        try
        {
            await StartAsync(options, targets);
            var report = new Report(targets, [.. targets.Select(t => t.Meter.Memory())]);
            foreach (var load in options.Cases) await MeasureAsync(load, options, targets, report);
            var text = report.ToMarkdown();
            Console.WriteLine(text);
            if (options.OutputFile is { } file) await File.WriteAllTextAsync(file, text);
            return report.HasErrors ? 1 : 0;
        }
        finally
        {
            foreach (var target in targets.AsEnumerable().Reverse()) await target.DisposeAsync();
        }
    }

    private static async Task StartAsync(LoadOptions options, List<ITarget> targets)
    {
        var simulator = await ChildProcess.SimulatorAsync();
        targets.Add(simulator);
        foreach (var name in options.Targets.Where(n => n != "direct"))
        {
            targets.Add(name switch
            {
                "yarp" => await ChildProcess.YarpAsync(simulator.Address),
                "running" => new RunningTarget(options),
                _ => await ParleyTarget.StartAsync(name, options, simulator.Address),
            });
        }
    }

    // Every round asks all targets, each time beginning with another one: what the machine does meanwhile hits all alike.
    private static async Task MeasureAsync(LoadCase load, LoadOptions options, List<ITarget> targets, Report report)
    {
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < targets.Count; i++)
            {
                var target = targets[(round + i) % targets.Count];
                await SettleAsync(targets);
                using var run = new LoadRun(load, target, options);
                var measure = await run.RunAsync();
                report.Add(load, round, target, measure);
                await Console.Error.WriteLineAsync($"{load.Name,-12} round {round + 1} {target.Name,-16} {measure.RequestsPerSecond,9:f0}/s  p50 {measure.LatencyP50,8:f0} us  cpu {measure.CpuPerRequest,7:f1} us  errors {measure.Errors} {measure.FirstError}");
            }
        }
    }

    /// <summary>Waits until no target works any more, half a minute at most: Parley moves what it booked into its table when the load is over, and whoever is measured next would pay for that.</summary>
    private static async Task SettleAsync(List<ITarget> targets)
    {
        var look = TimeSpan.FromMilliseconds(200);
        for (int looks = 0, quiet = 0; looks < 150 && quiet < 3; looks++)
        {
            var before = targets.Sum(t => t.Meter.Cpu().TotalSeconds);
            await Task.Delay(look);
            quiet = targets.Sum(t => t.Meter.Cpu().TotalSeconds) - before <= 0.02 ? quiet + 1 : 0;
        }
    }
}
