namespace Parley.Providers.ResponseCache;

/// <summary>What is kept of one model's answers.</summary>
internal sealed record CacheTotals(string Model, long Entries, long Bytes);
