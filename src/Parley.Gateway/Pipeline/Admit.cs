using System.Runtime.CompilerServices;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>First stage: is there such a model, and may this caller ask now? Decides from memory, and pins the snapshot of routes that the request
/// sees from here to its end. What is refused here never reaches the meter. There is no other way to a model, so nobody comes around the limits.</summary>
internal sealed class Admit(ILlmClient inner, IRouteSource routes, LimitBook limits) : DelegatingLlmClient(inner)
{
    public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        request.Route = routes.Current.Find(request);
        return request.Route is null ? LookAgainAsync(request, cancellationToken) : Limited(request, cancellationToken);
    }

    /// <summary>The model may have been added a moment ago, by another process.</summary>
    private async ValueTask<LlmAnswer> LookAgainAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        await routes.RefreshAsync(cancellationToken).ConfigureAwait(false);
        request.Route = routes.Current.Find(request);
        return request.Route is null ? new FailedAnswer(Unknown(request, routes.Current)) : await Limited(request, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<LlmAnswer> Limited(LlmRequest request, CancellationToken cancellationToken)
    {
        request.Limits = limits;
        if (!limits.Concerns(request)) return Inner.SendAsync(request, cancellationToken);
        if (limits.Take(request) is { } refusal) return new ValueTask<LlmAnswer>(new FailedAnswer(refusal));
        return limits.Holds(request) ? HoldAsync(request, cancellationToken) : Inner.SendAsync(request, cancellationToken);
    }

    /// <summary>What was taken for the time of the request is given back once, however it ends.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LlmAnswer> HoldAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        LlmAnswer? stream = null;
        try
        {
            var answer = await Inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
            // What failed or came whole has ended, and is settled.
            if (answer.Fault is not null || answer.IsWhole) return answer;
            return stream = new AdmittedAnswer(answer, request, limits);
        }
        finally
        {
            if (stream is null) limits.Leave(request);
        }
    }

    private static GatewayFault Unknown(LlmRequest request, RouteSnapshot routes) => request.RouteAsked is not { } route ? Unknown(request.Envelope.Model, routes)
        : new(FaultKind.NotFound, routes.Unserved.GetValueOrDefault(route)
            ?? $"The header x-parley-route names '{Shorten(route)}', and there is no such route here. Leave the header out, or name a route; GET /v1/models lists them as owned by parley.")
        { Param = "x-parley-route", Code = "route_not_found" };

    internal static GatewayFault Unknown(string model, RouteSnapshot? routes = null) =>
        new(FaultKind.NotFound, routes?.Unserved.GetValueOrDefault(model) ?? $"The model '{Shorten(model)}' does not exist here, or no provider serves it. GET /v1/models lists what does.")
        { Param = "model", Code = "model_not_found" };

    private static string Shorten(string model) => model.Length <= 200 ? model : model[..200] + "...";
}
