using Parley.Data;
using Parley.Providers.Registry;

namespace Parley.Providers.Routes;

/// <summary>Routes are built with providers, so that a change of either builds both anew.</summary>
internal sealed class RouteChangeListener(ProviderRegistry registry) : IChangeListener
{
    public string Topic => RouteStore.Topic;

    public Task ReloadAsync(CancellationToken cancellationToken) => registry.ReloadAsync(cancellationToken);
}
