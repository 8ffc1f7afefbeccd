using System.Globalization;

namespace Parley.Bench.Load;

/// <summary>The verb <c>translate</c>: what a chunk costs where formats differ, beside one that passes as it is, in interleaved rounds.</summary>
internal static class TranslateBench
{
    private static readonly string[] Clients = ["chat", "messages", "responses"], Upstreams = ["chat", "messages", "responses", "gemini"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (LoadOptions.Read(args) is not { } options) return 2;
        await using var simulator = await ChildProcess.SimulatorAsync();
        await using var parley = await ParleyTarget.StartAsync("parley", options, simulator.Address);
        var cases = Clients.SelectMany(client => Upstreams.Select(upstream =>
            new LoadCase($"{client} over {upstream}", $"{upstream}-100", 64, Chunks: 100) { Format = client })).ToList();
        var chunks = cases.ToDictionary(c => c, _ => new List<double>());
        var errors = 0L;
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < cases.Count; i++)
            {
                var load = cases[(round + i) % cases.Count];
                using var run = new LoadRun(load, parley, options);
                var measure = await run.RunAsync();
                chunks[load].Add(1e6 * load.Chunks / measure.CpuPerRequest);
                errors += measure.Errors;
                await Console.Error.WriteLineAsync($"{load.Name,-26} round {round + 1} {measure.CpuPerRequest / load.Chunks,6:f2} us a chunk  errors {measure.Errors} {measure.FirstError}");
            }
        }

        Console.WriteLine("| client | upstream | chunks per CPU second | of the same client's untranslated stream |\n|---|---|--:|--:|");
        foreach (var load in cases)
        {
            var same = cases.Single(c => c.Format == load.Format && c.Model == $"{c.Format}-100");
            var ratios = chunks[load].Zip(chunks[same], (translated, passed) => translated / passed);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {load.Format} | {load.Model[..^4]} | {Median(chunks[load]):n0} | {Median(ratios):f2} |"));
        }

        return errors > 0 ? 1 : 0;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
