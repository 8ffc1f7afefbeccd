namespace Parley.Gateway.Routing.Health;

/// <summary>What came of an active probe of a provider.</summary>
/// <param name="Took">How long it took.</param>
/// <param name="Error">Why it failed, without secrets; null when it did not.</param>
/// <param name="Status">HTTP status of the answer; null when there was none.</param>
/// <param name="Credential">Id of the credential that was used; null for none.</param>
public sealed record ProbeResult(TimeSpan Took, string? Error, int? Status, string? Credential);
