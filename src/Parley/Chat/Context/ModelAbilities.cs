using Parley.Assets;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Chat.Context;

/// <summary>What the models behind a name take besides text.</summary>
internal static class ModelAbilities
{
    /// <summary>
    /// Pictures go wherever one of them may see: a route then asks only those that do. PDFs go as they are only where each is known to read them: their text is the better offer to all others.
    /// </summary>
    public static ModelTakes Of(IRouteSource routes, string model)
    {
        if (routes.Current.Find(model) is not { } route) return new ModelTakes(Images: true, Pdfs: false);
        return new ModelTakes(
            route.Candidates.Any(c => c.Capabilities is not { } can || can.HasFlag(ModelCapabilities.Vision)),
            route.Candidates.All(c => c.Capabilities is { } can && can.HasFlag(ModelCapabilities.Pdf)));
    }
}
