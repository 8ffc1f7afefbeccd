using System.ComponentModel;

namespace Parley.Providers.Endpoints;

/// <summary>What came of the answering node's latest look at a provider's own list of models.</summary>
internal sealed record DiscoveryView(
    [property: Description("When it was tried last.")] DateTimeOffset TriedAt,
    [property: Description("Why it failed; null when the list was read.")] string? Error);
