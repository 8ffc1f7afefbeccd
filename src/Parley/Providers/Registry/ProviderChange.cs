using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>What became of a change of a provider.</summary>
/// <param name="Outcome">What happened; unless it is done, nothing did.</param>
/// <param name="Row">The row as it stands now; null when there is none.</param>
/// <param name="Errors">What is wrong with the change when it is invalid.</param>
internal sealed record ProviderChange(ChangeOutcome Outcome, Provider? Row = null, FieldErrors? Errors = null);
