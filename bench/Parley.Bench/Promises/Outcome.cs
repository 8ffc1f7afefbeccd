namespace Parley.Bench.Promises;

/// <summary>What one client saw.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="IsTruncated">It ended without its end, and without saying so.</param>
/// <param name="Attempts">Upstream calls, as the server says.</param>
/// <param name="First">Until the first content of a stream, or the head of another answer.</param>
internal readonly record struct Outcome(int Status, bool IsTruncated, int Attempts, string? Provider, TimeSpan First, TimeSpan Total)
{
    public bool IsOk => Status == 200;
}
