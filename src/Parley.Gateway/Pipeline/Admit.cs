using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>First stage: is there such a model? Decides from memory, and pins the snapshot of routes that the request
/// sees from here to its end. What is refused here never reaches the meter.</summary>
internal sealed class Admit(ILlmClient inner, IRouteSource routes) : DelegatingLlmClient(inner)
{
    public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        request.Route = routes.Current.Find(request.Envelope.Model);
        return request.Route is null ? LookAgainAsync(request, cancellationToken) : Inner.SendAsync(request, cancellationToken);
    }

    /// <summary>The model may have been added a moment ago, by another process.</summary>
    private async ValueTask<LlmAnswer> LookAgainAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        await routes.RefreshAsync(cancellationToken).ConfigureAwait(false);
        request.Route = routes.Current.Find(request.Envelope.Model);
        return request.Route is null ? new FailedAnswer(Unknown(request.Envelope.Model, routes.Current)) : await Inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    internal static GatewayFault Unknown(string model, RouteSnapshot? routes = null) =>
        new(FaultKind.NotFound, routes?.Unserved.GetValueOrDefault(model) ?? $"The model '{Shorten(model)}' does not exist here, or no provider serves it. GET /v1/models lists what does.")
        { Param = "model", Code = "model_not_found" };

    private static string Shorten(string model) => model.Length <= 200 ? model : model[..200] + "...";
}
