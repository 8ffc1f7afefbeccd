using Parley.Providers.Model;

namespace Parley.Providers.Discovery;

/// <summary>What came of reading a provider's own list of models.</summary>
/// <param name="Row">The provider as it is now; null when there is none.</param>
/// <param name="Error">Why the list could not be read, without secrets; null when it was.</param>
/// <param name="Added">Names that were not known before.</param>
/// <param name="Removed">Names that are not listed any more.</param>
internal sealed record RefreshedModels(Provider? Row, string? Error = null, IReadOnlyList<string>? Added = null, IReadOnlyList<string>? Removed = null);
