using Parley.Gateway.Ports;

namespace Parley.Chat.Context;

/// <summary>What is known of the model behind a name: how much it holds, and whose tokens it counts.</summary>
/// <param name="Window">Tokens of prompt and answer together; null when unknown.</param>
/// <param name="Tokenizer">A name that the estimator knows the tokenizer by.</param>
internal readonly record struct ModelWindow(long? Window, string Tokenizer)
{
    /// <summary>Looks it up in the routes in force. A named route has as much room as the largest of its candidates: where a prompt does not fit, it is not sent.</summary>
    public static ModelWindow Of(IRouteSource routes, string model)
    {
        if (routes.Current.Find(model) is not { } route) return new ModelWindow(null, model);
        var largest = route.Candidates.Max(c => c.ContextWindow);
        return new ModelWindow(largest, route.Candidates[0].UpstreamModel);
    }
}
