using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>A row as the plan sees it; no definition when its credential cannot be opened.</summary>
internal sealed record KnownProvider(string Name, ProviderOrigin Origin, ProviderDefinition? Definition);
