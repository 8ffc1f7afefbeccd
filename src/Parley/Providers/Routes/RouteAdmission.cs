using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Routes;

/// <summary>What REST and the command line do alike with named routes: check, store, and make it hold for the next request.</summary>
internal sealed class RouteAdmission(RouteStore store, ProviderRegistry registry)
{
    /// <summary>Replaces all routes of operators, or none.</summary>
    public async Task<RouteChange> ReplaceAsync(IReadOnlyList<RouteInput> inputs, IfMatch wanted, CancellationToken cancellationToken)
    {
        // What another process added a moment ago counts, too.
        await registry.ReloadAsync(cancellationToken);
        var models = RouteSnapshotBuilder.Build(registry.Definitions, knowledge: registry.Knowledge);
        var change = await store.ReplaceAsync(inputs, wanted, list => Check(inputs, list, models), cancellationToken);
        // It is stored: a caller that leaves now must not keep it from being in force.
        if (change.Outcome == ChangeOutcome.Done) await registry.ReloadAsync(CancellationToken.None);
        return change;
    }

    /// <summary>The routes in force and the version of the list, each with what it lacks at the moment.</summary>
    public async Task<(IReadOnlyList<RouteShown> Routes, long Version)> ReadAsync(CancellationToken cancellationToken)
    {
        var list = await store.ReadAsync(cancellationToken);
        var resolver = new RouteResolver(RouteRows.InForce(list.Rows), RouteSnapshotBuilder.Build(registry.Definitions, knowledge: registry.Knowledge));
        return ([.. RouteRows.Holding(list.Rows).Select(row => RouteShown.Of(row, resolver.Missing(row.ToRoute())))], list.Version);
    }

    /// <summary>Pure: everything that is wrong with a list, with these models and the routes that are there. The list as it is
    /// told is always right, whatever has gone since its routes were set.</summary>
    internal static FieldErrors Check(IReadOnlyList<RouteInput> inputs, RouteList list, RouteSnapshot models)
    {
        var errors = new FieldErrors();
        var beside = RouteRows.InForce(list.Rows.Where(r => r.Origin != ProviderOrigin.Operator));
        var inForce = RouteRows.InForce(list.Rows);
        List<bool> isConfigured = [.. inputs.Select(input => RouteRows.IsConfigured(input, list.Rows))];
        if (isConfigured.Count(passedOver => !passedOver) > RouteRules.MostRoutes) errors.Add(RouteRules.Field, $"must be at most {RouteRules.MostRoutes}");
        var routes = RouteRules.Check(inputs, ProviderOrigin.Operator, errors, beside, inForce);
        var names = routes.Concat(beside).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var held = inForce.ToDictionary(r => r.Name, StringComparer.Ordinal);
        foreach (var (i, route) in routes.Index())
        {
            if (isConfigured[i]) continue; // nothing of it is set here
            if (!held.ContainsKey(route.Name) && beside.FirstOrDefault(r => r.Name != route.Name && r.Name.Equals(route.Name, StringComparison.OrdinalIgnoreCase)) is { } similar)
                errors.Add($"{RouteRules.Field}[{i}].name", $"differs only by case from the configuration's route {similar.Name}; choose another");
            // A model that came after the route must not make the list impossible to change.
            if (!held.ContainsKey(route.Name) && models.Models.FirstOrDefault(m => m.Rule is null && m.Model == route.Name) is { } model)
                errors.Add($"{RouteRules.Field}[{i}].name", model.AliasOf is { } own ? $"is an alias of the model {own}; choose another" : $"is the name of a model of provider {model.Candidates[0].Upstream.Name}; choose another");
            foreach (var (j, candidate) in route.Candidates.Index()) Look(route, candidate.Model, $"{RouteRules.Field}[{i}].candidates[{j}].model");
            foreach (var (j, fallback) in route.Fallbacks.Index()) Look(route, fallback, $"{RouteRules.Field}[{i}].fallbacks[{j}]");
        }

        return errors;

        void Look(NamedRoute route, string name, string field)
        {
            if (name is not { Length: > 0 } || names.Contains(name) || models.Find(name) is not null) return;
            // Gone already, and told as missing; a route that goes with this very list is a mistake of the list.
            var isMissed = !held.ContainsKey(name) && held.TryGetValue(route.Name, out var now) && now.Names.Contains(name);
            if (!isMissed)
                errors.Add(field, $"names {name}, which nobody serves: no enabled provider has it, and no route is called so");
        }
    }
}
