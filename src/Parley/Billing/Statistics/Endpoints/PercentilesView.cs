namespace Parley.Billing.Statistics.Endpoints;

/// <summary>Milliseconds that half, nine in ten, 95 and 99 in a hundred answers did not exceed; at most 1.6 % off.</summary>
internal sealed record PercentilesView(double P50, double P90, double P95, double P99)
{
    public static PercentilesView? Of(LatencyHistogram times) => times.Count == 0 ? null : new(At(times, 0.5), At(times, 0.9), At(times, 0.95), At(times, 0.99));

    private static double At(LatencyHistogram times, double share) => Math.Round(times.Percentile(share)!.Value / 1000, 3);
}
