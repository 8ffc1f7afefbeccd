using Parley.Gateway.Routing;

namespace Parley.Providers.Routes;

/// <summary>A model or route that a <see cref="NamedRoute"/> may choose.</summary>
internal sealed record NamedChoice(string Model, double Weight, RouteCondition? When);
