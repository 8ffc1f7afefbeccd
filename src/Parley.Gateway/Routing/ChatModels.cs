
namespace Parley.Gateway.Routing;

/// <summary>Which models <c>auto</c> chooses among where no operator defined it.</summary>
internal static class ChatModels
{
    /// <summary>The name of the route that exists by itself.</summary>
    public const string Auto = "auto";

    /// <summary>The route: over all models that chat; over those with a known price where there are several, for a vendor's list
    /// names models that nobody wants to be given by chance; over the demo only where there is nothing else. Null without any.</summary>
    public static Route? AutoRoute(IEnumerable<Route> models)
    {
        var all = models.Where(r => r.Rule is null && r.AliasOf is null && IsChat(r)).OrderBy(r => r.Model, StringComparer.Ordinal).ToList();
        var real = all.Where(r => r.Candidates[0].Upstream.Kind != "demo").ToList();
        var priced = real.Where(r => r.Candidates[0].OutputPrice is not null).ToList();
        var some = priced.Count >= 2 ? priced : real.Count > 0 ? real : all;
        if (some.Count == 0) return null;
        return new Route(Auto, [.. some.SelectMany(r => r.Candidates)])
        {
            CreatedAt = some.Min(r => r.CreatedAt),
            Rule = new RouteRule { Objective = Auto, Choices = [.. some.Select(r => new RouteChoice(r.Model, r.Candidates))] },
        };
    }

    /// <summary>Whether a list of models should name the route: there is something to choose.</summary>
    public static bool IsListed(Route auto) => auto.Rule!.Choices.Length > 1;

    /// <summary>Nobody is given by chance what its name says is meant for something special, whatever the catalogue calls it.</summary>
    private static bool IsChat(Route route) =>
        route.Kind == ModelKind.Chat && ModelNames.KindOf(route.Model) == ModelKind.Chat && ModelNames.KindOf(route.Candidates[0].UpstreamModel) == ModelKind.Chat;
}
