using Parley.Data;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue;

/// <summary>Routes are built of the catalogue and the settings of models, too.</summary>
internal sealed class CatalogueListener(ProviderRegistry registry) : IChangeListener
{
    public string Topic => KnowledgeReader.Topic;

    public Task ReloadAsync(CancellationToken cancellationToken) => registry.ReloadAsync(cancellationToken);
}
