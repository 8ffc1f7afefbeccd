using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline;

/// <summary>First stage: is there such a model? Decides from memory, and pins the snapshot of routes that the request
/// sees from here to its end. What is refused here never reaches the meter.</summary>
internal sealed class Admit(ILlmClient inner, IRouteSource routes) : DelegatingLlmClient(inner)
{
    public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        request.Route = routes.Current.Find(request.Envelope.Model);
        return request.Route is null ? new ValueTask<LlmAnswer>(new FailedAnswer(Unknown(request.Envelope.Model))) : Inner.SendAsync(request, cancellationToken);
    }

    internal static GatewayFault Unknown(string model) =>
        new(FaultKind.NotFound, $"The model '{Shorten(model)}' does not exist here, or no provider serves it. GET /v1/models lists what does.")
        { Param = "model", Code = "model_not_found" };

    private static string Shorten(string model) => model.Length <= 200 ? model : model[..200] + "...";
}
