using Parley.Providers.Registry;

namespace Parley.Providers.Routes;

/// <summary>Finds routes that lead back to themselves. Pure.</summary>
internal static class RouteCircles
{
    /// <param name="routes">The routes that are judged; their place in the list names the field at fault.</param>
    /// <param name="others">Routes beside them, which a circle may lead through.</param>
    /// <param name="inForce">Routes as they are: a way that leads back there already is nobody's mistake now.</param>
    /// <param name="errors">Gets one error for each name that leads back.</param>
    public static void Check(IReadOnlyList<NamedRoute> routes, IReadOnlyList<NamedRoute> others, IReadOnlyList<NamedRoute> inForce, FieldErrors errors)
    {
        var all = routes.Concat(others).ToDictionary(r => r.Name, StringComparer.Ordinal);
        var before = inForce.ToDictionary(r => r.Name, StringComparer.Ordinal);
        foreach (var (i, route) in routes.Index())
        {
            foreach (var (j, candidate) in route.Candidates.Index()) Look(candidate.Model, $"{RouteRules.Field}[{i}].candidates[{j}].model");
            foreach (var (j, fallback) in route.Fallbacks.Index()) Look(fallback, $"{RouteRules.Field}[{i}].fallbacks[{j}]");

            void Look(string next, string field)
            {
                if (WayBack(all, next, route.Name) is not { } way) return;
                var isOld = before.TryGetValue(route.Name, out var old) && old.Names.Contains(next) && WayBack(before, next, route.Name) is not null;
                if (!isOld) errors.Add(field, $"leads back to the route itself: {route.Name} > {string.Join(" > ", way)}");
            }
        }
    }

    /// <summary>A shortest way from one name to another; null when there is none.</summary>
    private static List<string>? WayBack(Dictionary<string, NamedRoute> routes, string from, string to)
    {
        var cameFrom = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var name))
        {
            if (name == to)
            {
                List<string> way = [];
                for (string? step = name; step is not null; step = cameFrom[step]) way.Insert(0, step);
                return way;
            }

            if (!routes.TryGetValue(name, out var route)) continue;
            foreach (var next in route.Names) if (cameFrom.TryAdd(next, name)) open.Enqueue(next);
        }

        return null;
    }
}
