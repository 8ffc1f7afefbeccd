using System.ComponentModel;
using Parley.Providers.Routes;

namespace Parley.Providers.Endpoints;

/// <summary>The named routes in force.</summary>
internal sealed record RoutesView(
    [property: Description("Operators' first, in their order, then the configuration's.")] IReadOnlyList<RouteShown> Routes);
