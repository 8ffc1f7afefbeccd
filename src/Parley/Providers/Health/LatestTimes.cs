namespace Parley.Providers.Health;

/// <summary>The latest 100 response times, of which the older ones go.</summary>
internal sealed class LatestTimes
{
    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly Queue<double> _milliseconds = new(Most);

    public void Add(double milliseconds)
    {
        lock (_gate)
        {
            if (_milliseconds.Count == Most) _milliseconds.Dequeue();
            _milliseconds.Enqueue(milliseconds);
        }
    }

    /// <summary>The time that this share of all (over 0, up to 1) does not exceed, by the nearest rank; null without any.</summary>
    public double? Rank(double share)
    {
        lock (_gate) return Rank([.. _milliseconds.Order()], share);
    }

    public static double? Rank(double[] sorted, double share) => sorted.Length == 0 ? null : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 3);
}
