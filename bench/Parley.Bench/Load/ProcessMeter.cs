using System.Globalization;

namespace Parley.Bench.Load;

/// <summary>CPU time and memory of a process, from <c>/proc</c>.</summary>
internal sealed class ProcessMeter(int process)
{
    private const double TicksPerSecond = 100;

    public TimeSpan Cpu()
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields behind it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Resident memory in MiB.</summary>
    public double Memory()
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
    }

    /// <summary>The highest memory seen in a time, looked at ten times a second.</summary>
    public async Task<double> PeakMemoryAsync(TimeSpan window)
    {
        using var end = new CancellationTokenSource(window);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var peak = Memory();
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token)) peak = Math.Max(peak, Memory());
        }
        catch (OperationCanceledException)
        {
            // the time is over
        }

        return peak;
    }

    private static double Number(string text) => double.Parse(text.Split('\t')[^1], CultureInfo.InvariantCulture);
}
