namespace Parley.Gateway.Routing.Learning;

/// <summary>
/// Times in 48 buckets between a millisecond and ten minutes, each a third wider than the one before, so that a quantile errs by 15 % at
/// most. What is a minute old counts half: instead of shrinking what is there, newer times weigh more. Not safe for threads.
/// </summary>
internal sealed class DecayingHistogram
{
    private const int Buckets = 48;
    private const double Smallest = 0.001, Growth = 1.325, HalfLife = 60, LargestWeight = 1e6;

    private static readonly double LogGrowth = Math.Log(Growth);

    private readonly float[] _weights = new float[Buckets];
    private double _origin;

    /// <summary>Adds a time. <paramref name="now"/> in seconds, of any clock that does not run backwards.</summary>
    public void Add(double seconds, double now)
    {
        var weight = double.Exp2((now - _origin) / HalfLife);
        if (weight > LargestWeight)
        {
            Rebase(now);
            weight = 1;
        }

        _weights[BucketOf(seconds)] += (float)weight;
    }

    /// <summary>Adds the times of another one, each by its age.</summary>
    public void Add(DecayingHistogram other)
    {
        // To the later beginning, from which on weights count from 1.
        if (other._origin > _origin) Rebase(other._origin);
        var scale = (float)double.Exp2((other._origin - _origin) / HalfLife);
        for (var i = 0; i < Buckets; i++) _weights[i] += other._weights[i] * scale;
    }

    /// <summary>The time that a share of all times does not exceed; null without any.</summary>
    public double? Quantile(double share)
    {
        double total = 0;
        foreach (var weight in _weights) total += weight;
        if (total <= 0) return null;
        var rank = total * share;
        for (var i = 0; i < Buckets; i++)
        {
            if (rank <= _weights[i] && _weights[i] > 0) return Smallest * Math.Pow(Growth, i + (rank / _weights[i]) - 0.5);
            rank -= _weights[i];
        }

        return Smallest * Math.Pow(Growth, Buckets);
    }

    private void Rebase(double origin)
    {
        var weight = double.Exp2((origin - _origin) / HalfLife);
        for (var i = 0; i < Buckets; i++) _weights[i] = (float)(_weights[i] / weight);
        _origin = origin;
    }

    private static int BucketOf(double seconds) =>
        seconds <= Smallest ? 0 : Math.Clamp((int)Math.Round(Math.Log(seconds / Smallest) / LogGrowth), 0, Buckets - 1);
}
