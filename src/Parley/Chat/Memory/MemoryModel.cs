using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Chat.Memory;

/// <summary>Which model embeds memories, at the moment.</summary>
internal sealed class MemoryModel(MemoryOptions options, IRouteSource routes)
{
    private volatile Chosen? _chosen;

    /// <summary>The model's route; null where there is none, and words decide.</summary>
    public Route? Current
    {
        get
        {
            var snapshot = routes.Current;
            if (_chosen is not { } chosen || chosen.Of != snapshot) _chosen = chosen = new Chosen(snapshot, Choose(snapshot));
            return chosen.Route;
        }
    }

    /// <summary>Whose vectors can be compared: an alias may be another model tomorrow.</summary>
    public static string KeyOf(Route route) => route.AliasOf ?? route.Model;

    /// <summary>A route over several models makes vectors that cannot be compared.</summary>
    private Route? Choose(RouteSnapshot snapshot) => options.EmbeddingModel switch
    {
        MemoryOptions.Off => null,
        { } name => snapshot.Find(name) is { Rule: null } named ? named : null,
        null => snapshot.Models.Where(m => m is { Rule: null, AliasOf: null, Kind: ModelKind.Embedding })
            .OrderBy(m => m.Candidates[0].InputPrice ?? decimal.MaxValue).ThenBy(m => m.Model, StringComparer.Ordinal).FirstOrDefault(),
    };

    private sealed record Chosen(RouteSnapshot Of, Route? Route);
}
