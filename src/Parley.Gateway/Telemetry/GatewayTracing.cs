using System.Diagnostics;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Telemetry;

/// <summary>Spans of model calls, by OpenTelemetry's conventions for generative AI. Costs nothing while nobody listens.</summary>
internal static class GatewayTracing
{
    private const int LongestModel = 256;

    private static readonly ActivitySource Source = new(GatewayMetrics.Name);

    public static Activity? Start(LlmRequest request)
    {
        if (!Source.HasListeners()) return null;
        // What callers ask for is not looked up yet: it may be no model, and of any length.
        var model = request.Envelope.Model is { Length: > LongestModel } endless ? endless[..LongestModel] : request.Envelope.Model;
        var activity = Source.StartActivity($"{request.Operation.Name()} {model}", ActivityKind.Server);
        activity?.SetTag("gen_ai.operation.name", request.Operation.Name());
        activity?.SetTag("gen_ai.request.model", model);
        activity?.SetTag("parley.request.id", request.Id);
        activity?.SetTag("parley.format", request.Format.Name());
        return activity;
    }
}
