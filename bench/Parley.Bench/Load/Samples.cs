namespace Parley.Bench.Load;

/// <summary>Figures of one kind in microseconds; each connection has its own, they are joined at the end.</summary>
internal sealed class Samples
{
    private readonly List<float> _values = [];

    public int Count => _values.Count;

    public void Add(double microseconds) => _values.Add((float)microseconds);

    public void Add(Samples other) => _values.AddRange(other._values);

    /// <summary>A percentile in microseconds; NaN without samples.</summary>
    public double Percentile(double percent)
    {
        if (_values.Count == 0) return double.NaN;
        _values.Sort();
        return _values[Math.Min(_values.Count - 1, (int)(_values.Count * percent / 100))];
    }
}
