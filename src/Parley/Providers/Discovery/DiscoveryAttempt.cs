using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>One look at a provider's list of models.</summary>
/// <param name="Provider">As it was asked.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Error">Why the list could not be read, without secrets; null when it was.</param>
internal sealed record DiscoveryAttempt(ProviderDefinition Provider, DateTimeOffset At, string? Error);
