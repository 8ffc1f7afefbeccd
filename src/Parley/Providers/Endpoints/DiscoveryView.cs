using System.ComponentModel;

namespace Parley.Providers.Endpoints;

/// <summary>What came of the latest look at a provider's own list of models, by whatever node; also after a restart.</summary>
internal sealed record DiscoveryView(
    [property: Description("When it was tried last.")] DateTimeOffset TriedAt,
    [property: Description("Why it failed; null when the list was read.")] string? Error);
