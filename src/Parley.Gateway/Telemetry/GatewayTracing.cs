using System.Diagnostics;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Telemetry;

/// <summary>Spans of model calls, by OpenTelemetry's conventions for generative AI. Costs nothing while nobody listens.</summary>
internal static class GatewayTracing
{
    private static readonly ActivitySource Source = new(GatewayMetrics.Name);

    public static Activity? Start(LlmRequest request)
    {
        if (!Source.HasListeners()) return null;
        var activity = Source.StartActivity($"{request.Operation.Name()} {request.Envelope.Model}", ActivityKind.Server);
        activity?.SetTag("gen_ai.operation.name", request.Operation.Name());
        activity?.SetTag("gen_ai.request.model", request.Envelope.Model);
        activity?.SetTag("parley.request.id", request.Id);
        activity?.SetTag("parley.format", request.Format.Name());
        return activity;
    }
}
