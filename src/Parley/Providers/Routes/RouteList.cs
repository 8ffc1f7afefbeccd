using System.Collections.Immutable;
using Parley.Providers.Model;

namespace Parley.Providers.Routes;

/// <summary>All rows of named routes, and the version of the list.</summary>
internal sealed record RouteList(ImmutableArray<RouteRow> Rows, long Version);
