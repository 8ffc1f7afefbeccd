namespace Parley;

/// <summary>
/// Gives back to the system what the process holds without need: what only the start needed, soon after it; what native libraries freed, from time to time; and once nobody has wanted
/// anything for a minute, all that those who left had needed. Nothing is lost by it: the first who comes back waits some milliseconds longer.
/// </summary>
internal sealed class Tidying(IHostApplicationLifetime host, TimeProvider time) : BackgroundService
{
    /// <summary>A process that does less than this share of a core between two looks is as good as alone: its own clocks take a third of it.</summary>
    private const double QuietShare = 0.03;

    private const int QuietLooks = 4;

    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(5), Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (host.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
        var code = MappedCode.Unchanged();
        await Task.Delay(AfterStart, time, stoppingToken);
        GiveBack(code);
        var (quiet, used) = (0, Environment.CpuUsage.TotalTime);
        while (true)
        {
            NativeHeap.Trim();
            await Task.Delay(Every, time, stoppingToken);
            var now = Environment.CpuUsage.TotalTime;
            quiet = now - used < Every * QuietShare ? quiet + 1 : 0;
            used = now;
            if (quiet == 1) code = MappedCode.Unchanged();
            else if (quiet == QuietLooks) GiveBack(code);
            else if (quiet > QuietLooks && quiet % QuietLooks == 0) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive); // what the clocks left lying about
        }
    }

    private static void GiveBack(HashSet<string> code)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        MappedCode.GiveBack(code);
    }
}
