using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue.Import;

/// <summary>A line that an import adds, or puts in the place of what held before.</summary>
/// <param name="Before">What held for this before; null for nothing.</param>
/// <param name="After">What is kept.</param>
internal sealed record PlannedChange(CatalogueLine? Before, CatalogueLine After);
