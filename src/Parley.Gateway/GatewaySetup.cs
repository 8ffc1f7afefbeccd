using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http;
using Parley.Gateway.Http.Responses;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;
using Parley.Gateway.Routing.Policies;
using Parley.Gateway.Telemetry;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Chat;
using Parley.Gateway.Upstreams.Demo;
using Parley.Gateway.Upstreams.Gemini;
using Parley.Gateway.Upstreams.Guard;
using Parley.Gateway.Upstreams.Http;
using Parley.Gateway.Upstreams.Messages;
using Parley.Gateway.Upstreams.Responses;

namespace Parley.Gateway;

/// <summary>The engine's front door. The host supplies the ports: <see cref="IRouteSource"/>, <see cref="ICallerAccessor"/>,
/// <see cref="IUsageLedger"/>, <see cref="ITokenEstimator"/>.</summary>
public static class GatewaySetup
{
    /// <summary>Adds the engine.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<UpstreamConnections>();
        services.TryAddSingleton<MediaFetcher>();
        services.TryAddSingleton<Drain>();
        services.TryAddSingleton<GatewayLimits>();
        services.TryAddSingleton<ClientPatience>();
        services.TryAddSingleton<WireErrors>();
        services.TryAddSingleton<Door>();
        services.AddSingleton<OpenAiChatDialect>().AddSingleton<IDialect>(p => p.GetRequiredService<OpenAiChatDialect>());
        services.AddSingleton<OpenAiResponsesDialect>().AddSingleton<IDialect>(p => p.GetRequiredService<OpenAiResponsesDialect>());
        services.AddSingleton<AnthropicDialect>().AddSingleton<IDialect>(p => p.GetRequiredService<AnthropicDialect>());
        services.AddSingleton<GeminiDialect>();
        services.TryAddSingleton<DialectSet>();
        services.AddHttpUpstream(p => new ChatProtocol(p.GetRequiredService<OpenAiChatDialect>()));
        services.AddHttpUpstream(p => new ResponsesProtocol(p.GetRequiredService<OpenAiResponsesDialect>()));
        services.AddHttpUpstream(p => new MessagesProtocol(p.GetRequiredService<AnthropicDialect>()));
        services.AddHttpUpstream(p => new GeminiProtocol(p.GetRequiredService<GeminiDialect>(), p.GetRequiredService<ITokenEstimator>()));
        services.AddSingleton<IUpstream, DemoUpstream>();
        services.TryAddSingleton<UpstreamKinds>();
        services.TryAddSingleton<UpstreamHealthBook>();
        services.TryAddSingleton<LearnedLatencies>();
        services.TryAddSingleton(_ => new Dice(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))));
        RoutePolicies.Add(services).TryAddSingleton<RouteChooser>();
        services.TryAddSingleton<UserLimits>();
        services.TryAddSingleton<LimitBook>();
        services.TryAddSingleton<Settlements>();
        services.TryAddSingleton<IResponseCache, NoResponseCache>();
        services.TryAddSingleton(Pipeline);
        services.TryAddSingleton<ModelsEndpoint>();
        services.AddSingleton<DetachedRuns>();
        services.AddHostedService(p => p.GetRequiredService<DetachedRuns>());
        services.AddSingleton<StreamReplay>();
        services.AddSingleton<ResumableStreams>();
        services.AddSingleton<ResponseTurns>();
        services.AddSingleton<ResponsesEndpoint>();
        return services;
    }

    private static readonly FrozenSet<string> WithoutVersion = FrozenSet.ToFrozenSet(
        ["/chat/completions", "/responses", "/embeddings", "/completions", "/models", "/images/generations", "/images/edits", "/audio/speech", "/audio/transcriptions"], StringComparer.Ordinal);

    /// <summary>Answers for what is at no path of <c>/v1</c>, in the caller's shape, and for callers whose base URL lacks it. Behind routing, not a route: one that takes every path would
    /// be weighed against the right one with every request.</summary>
    public static void UseUnknownGatewayPaths(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var errors = app.ApplicationServices.GetRequiredService<WireErrors>();
        var refuse = app.ApplicationServices.GetRequiredService<Door>().Guard((context, _) => errors.WriteAsync(context, new GatewayFault(FaultKind.NotFound,
            $"There is no {context.Request.Method} {context.Request.Path} here. The page /docs of this server lists the operations of /v1.") { Code = "unknown_url" }));
        app.Use(next => context =>
            context.GetEndpoint() is not null ? next(context)
            : context.Request.Path.StartsWithSegments("/v1") ? refuse(context)
            : WithoutVersion.Contains(context.Request.Path.Value ?? "") ? errors.WriteAsync(context, MissesVersion(context.Request))
            : next(context));
    }

    private static GatewayFault MissesVersion(HttpRequest request) => new(FaultKind.NotFound,
        $"There is nothing at {request.Path}, but at /v1{request.Path}: put /v1 behind the base URL, as in {request.Scheme}://{request.Host}/v1.") { Code = "unknown_url" };

    /// <summary>Maps the served wire formats under <c>/v1</c>. They run where routing finds them: what the host puts behind
    /// routing is not for them, and the engine itself asks <see cref="ICallerAccessor"/> who is calling.</summary>
    public static RouteGroupBuilder MapGateway(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        var door = services.GetRequiredService<Door>();
        var group = routes.MapGroup("/v1");
        group.WithMetadata(new CallerRequired()).ShortCircuit();
        var errors = services.GetRequiredService<WireErrors>();
        var paths = new KnownPaths(group, door, errors);
        Serve("/chat/completions", WireFormat.Chat, LlmOperation.Generate);
        Serve("/embeddings", WireFormat.Chat, LlmOperation.Embed);
        Serve("/responses", WireFormat.Responses, LlmOperation.Generate);
        Serve("/responses/input_tokens", WireFormat.Responses, LlmOperation.CountTokens);
        Serve("/responses/compact", WireFormat.Responses, LlmOperation.Compact);
        Serve("/messages", WireFormat.Messages, LlmOperation.Generate);
        Serve("/messages/count_tokens", WireFormat.Messages, LlmOperation.CountTokens);
        ServeMedia("/images/generations", LlmOperation.GenerateImage);
        ServeMedia("/images/edits", LlmOperation.EditImage);
        ServeMedia("/audio/speech", LlmOperation.Speak);
        ServeMedia("/audio/transcriptions", LlmOperation.Transcribe);
        var models = services.GetRequiredService<ModelsEndpoint>();
        paths.Read("/models", models.ListAsync);
        paths.Read("/models/{**id}", models.GetAsync);
        var responses = services.GetRequiredService<ResponsesEndpoint>();
        paths.ReadOrDelete("/responses/{id}", responses.GetAsync, responses.DeleteAsync);
        paths.Read("/responses/{id}/input_items", responses.GetInputAsync);
        paths.Post("/responses/{id}/cancel", responses.CancelAsync);
        paths.Read("/streams/{id}", services.GetRequiredService<ResumableStreams>().PickUpAsync);
        return group;

        void Serve(string path, WireFormat format, LlmOperation operation)
        {
            var endpoint = new WireEndpoint(
                services.GetRequiredService<DialectSet>().Find(format), operation, services.GetRequiredService<ILlmClient>(), services.GetRequiredService<ClientPatience>(),
                services.GetRequiredService<GatewayLimits>(), services.GetRequiredService<ResumableStreams>(), format == WireFormat.Responses ? services.GetRequiredService<ResponseTurns>() : null, services.GetRequiredService<GatewayMetrics>(), services.GetRequiredService<ILogger<WireEndpoint>>());
            paths.Post(path, endpoint.HandleAsync);
        }

        void ServeMedia(string path, LlmOperation operation)
        {
            var endpoint = new MediaEndpoint(
                services.GetRequiredService<DialectSet>().Find(WireFormat.Chat), operation, services.GetRequiredService<ILlmClient>(), services.GetRequiredService<GatewayLimits>(),
                services.GetRequiredService<ClientPatience>(), services.GetRequiredService<GatewayMetrics>(), services.GetRequiredService<ILogger<MediaEndpoint>>());
            paths.Post(path, endpoint.HandleAsync);
        }
    }

    /// <summary>The pipeline, outermost stage first.</summary>
    private static ILlmClient Pipeline(IServiceProvider p) =>
        new Admit(
            new Continue(
                new Hedge(
                    new Meter(
                        new Cache(
                            new Dispatch(p.GetRequiredService<RouteChooser>(), p.GetRequiredService<UpstreamHealthBook>(), p.GetRequiredService<UpstreamKinds>(), p.GetRequiredService<ITokenEstimator>(), p.GetRequiredService<Drain>(), p.GetRequiredService<TimeProvider>()),
                            p.GetRequiredService<IResponseCache>(), p.GetRequiredService<TimeProvider>()),
                        p.GetRequiredService<IUsageLedger>(), p.GetRequiredService<Settlements>(), p.GetRequiredService<GatewayMetrics>()),
                    p.GetRequiredService<RouteChooser>(), p.GetRequiredService<UpstreamHealthBook>(), p.GetRequiredService<TimeProvider>())),
            p.GetRequiredService<IRouteSource>(), p.GetRequiredService<LimitBook>());

    private static void AddHttpUpstream(this IServiceCollection services, Func<IServiceProvider, UpstreamProtocol> protocol) =>
        services.AddSingleton<IUpstream>(p => new HttpUpstream(protocol(p), p.GetRequiredService<UpstreamConnections>(), p.GetRequiredService<MediaFetcher>(), p.GetRequiredService<Drain>(), p.GetRequiredService<GatewayLimits>(), p.GetRequiredService<TimeProvider>()));
}
