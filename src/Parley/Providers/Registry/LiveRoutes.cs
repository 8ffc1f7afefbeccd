using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Providers.Registry;

/// <summary>The engine's routes: the registry's, and a look at the database before a model is called unknown.</summary>
internal sealed class LiveRoutes(ProviderRegistry registry, ChangeWatcher changes) : IRouteSource
{
    public RouteSnapshot Current => registry.Current;

    public ValueTask RefreshAsync(CancellationToken cancellationToken) => new(changes.LookNowAsync(cancellationToken));
}
