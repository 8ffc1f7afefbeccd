namespace Parley.Tests.Providers.ResponseCache;

/// <summary>What a caller gets.</summary>
internal sealed record CacheAnswer(int Status, string Body, string? Cache, string Id, string? Provider, string? Model, string? Attempts, string? Dropped);
