using System.Diagnostics;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

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
        var model = Shorten(request.Envelope.Model);
        var activity = Source.StartActivity($"{request.Operation.Name()} {model}", ActivityKind.Server);
        activity?.SetTag("gen_ai.operation.name", request.Operation.Name());
        activity?.SetTag("gen_ai.request.model", model);
        activity?.SetTag("parley.request.id", request.Id);
        activity?.SetTag("parley.format", request.Format.Name());
        return activity;
    }

    /// <summary>A span of one call to a vendor, from its request to the end of its answer. Nothing of it travels to the vendor; and since
    /// the connections carry no trace headers, the framework's own spans of HTTP calls do not exist.</summary>
    public static Activity? StartCall(LlmRequest request, UpstreamTarget target)
    {
        if (!Source.HasListeners()) return null;
        var model = Shorten(target.UpstreamModel);
        var activity = Source.StartActivity($"{request.Operation.Name()} {model}", ActivityKind.Client);
        activity?.SetTag("gen_ai.operation.name", request.Operation.Name());
        activity?.SetTag("gen_ai.provider.name", target.Upstream.Name);
        activity?.SetTag("gen_ai.request.model", model);
        activity?.SetTag("server.address", target.Upstream.BaseUrl?.Host);
        activity?.SetTag("server.port", target.Upstream.BaseUrl?.Port);
        return activity;
    }

    private static string Shorten(string model) => model.Length > LongestModel ? model[..LongestModel] : model;
}
