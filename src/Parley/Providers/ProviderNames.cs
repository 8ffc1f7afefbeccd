using Parley.Providers.Registry;

namespace Parley.Providers;

/// <summary>Front door: which providers there are, for modules that keep records of them.</summary>
internal sealed class ProviderNames(ProviderRegistry registry)
{
    /// <summary>Reads which providers and routes there are, in a verb: a server knows them anyway.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => registry.ReloadAsync(cancellationToken);

    public bool Has(string name) => registry.Definitions.Any(p => p.Name == name);
}
