using Parley.Providers.Registry;

namespace Parley.Providers;

/// <summary>Front door: which providers there are, for modules that keep records of them.</summary>
internal sealed class ProviderNames(ProviderRegistry registry)
{
    public bool Has(string name) => registry.Definitions.Any(p => p.Name == name);
}
