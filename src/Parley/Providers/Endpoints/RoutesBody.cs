using System.ComponentModel;
using Parley.Providers.Routes;

namespace Parley.Providers.Endpoints;

/// <summary>The body of <c>PUT /api/v1/models/routes</c>.</summary>
internal sealed record RoutesBody([property: Description("All routes of operators: those that are not in it are removed.")] IReadOnlyList<RouteShown> Routes);
