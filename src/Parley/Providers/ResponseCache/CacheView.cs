namespace Parley.Providers.ResponseCache;

/// <summary>The response cache as its owner, or an administrator, sees it.</summary>
/// <param name="Scope"><c>own</c> or <c>all</c>.</param>
/// <param name="Entries">Answers that are kept.</param>
/// <param name="Bytes">Their bytes in the database.</param>
/// <param name="Models">The same by the model that was asked for, the most bytes first.</param>
/// <param name="SinceStart">What the answering node counted since its start.</param>
/// <param name="LastHour">The same of the last 60 minutes.</param>
/// <param name="Memory">What the answering node holds in memory; only for administrators.</param>
/// <param name="Limits">The limits of the configuration.</param>
internal sealed record CacheView(
    string Scope, long Entries, long Bytes, IReadOnlyList<CacheTotals> Models, HitFigures SinceStart, HitFigures LastHour, CacheMemoryView? Memory, CacheLimitsView Limits);

/// <summary>Answers in the memory of a node.</summary>
internal sealed record CacheMemoryView(long Entries, long Bytes);

/// <summary>How much is kept, and how long.</summary>
internal sealed record CacheLimitsView(long MaxAgeSeconds, long MaxEntryBytes, long MaxBytes, long MaxMemoryBytes);
