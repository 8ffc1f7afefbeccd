using Parley.Gateway.Routing;

namespace Parley.Gateway.Ports;

/// <summary>Port: the routes in force. A request reads <see cref="Current"/> once and sees that one snapshot from start to end.</summary>
public interface IRouteSource
{
    /// <summary>The newest snapshot; swapped atomically.</summary>
    RouteSnapshot Current { get; }

    /// <summary>Called for a model that <see cref="Current"/> does not know, before it is refused: completes when
    /// <see cref="Current"/> holds every change that was made before this call, wherever it was made. Bounded in time
    /// and in what it costs, however often it is called.</summary>
    ValueTask RefreshAsync(CancellationToken cancellationToken);
}
