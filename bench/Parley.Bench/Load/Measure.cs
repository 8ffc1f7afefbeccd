namespace Parley.Bench.Load;

/// <summary>Figures of one run. Times in microseconds, memory in MiB.</summary>
internal sealed record Measure(
    double RequestsPerSecond, double LatencyP50, double LatencyP99, double FirstTokenP50, double FirstTokenP99,
    double ChunkDelayP50, double ChunkDelayP99, double CpuPerRequest, double CpuPerChunk, double PeakMemory, long Errors, string? FirstError)
{
    public static Measure Of(Tally sum, double seconds, TimeSpan cpu, double peak) => new(
        sum.Requests / seconds, sum.Latency.Percentile(50), sum.Latency.Percentile(99), sum.FirstToken.Percentile(50), sum.FirstToken.Percentile(99),
        sum.ChunkDelay.Percentile(50), sum.ChunkDelay.Percentile(99), cpu.TotalMicroseconds / Math.Max(1, sum.Requests),
        cpu.TotalMicroseconds / Math.Max(1, sum.Chunks), peak, sum.Errors, sum.FirstError);
}
