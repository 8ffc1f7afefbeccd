using Parley.Gateway.Routing;

namespace Parley.Gateway.Ports;

/// <summary>Port: the routes in force. A request reads <see cref="Current"/> once and sees that one snapshot from start to end.</summary>
public interface IRouteSource
{
    /// <summary>The newest snapshot; swapped atomically.</summary>
    RouteSnapshot Current { get; }
}
