using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Parley.Gateway.Http;
using Parley.Shared;

namespace Parley.Tests.Infrastructure;

/// <summary>All routes that the server maps, from the host as <c>serve</c> builds it (it is not started).</summary>
internal sealed class MappedRoutes : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    public MappedRoutes()
    {
        _app = Server.Build([$"--Parley:DataFolder={_folder.Path}"]);
        All = [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(Read)];
    }

    public IReadOnlyList<MappedRoute> All { get; }

    public IServiceProvider Services => _app.Services;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static IEnumerable<MappedRoute> Read(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? endpoint.Metadata.GetMetadata<PathMethods>()?.Methods ?? ["ANY"];
        var queries = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Where(p => (Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType) == typeof(Guid) && endpoint.RoutePattern.GetParameter(p.Name!) is null).Select(p => p.Name!).ToList();
        return methods.Select(method => new MappedRoute(method, path, Policy(endpoint.Metadata)) { IdQueries = queries ?? [] });
    }

    // What is stated on the route itself; the fallback policy does not count.
    private static string? Policy(EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<CallerRequired>() is not null) return Policies.Gateway; // the engine asks by itself
        if (metadata.GetMetadata<IAllowAnonymous>() is not null) return MappedRoute.Anonymous;
        if (metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(data => data.Policy is not null)?.Policy is { } name) return name;
        return metadata.GetMetadata<AuthorizationPolicy>() is { Requirements.Count: > 0 } ? MappedRoute.OwnPolicy : null;
    }
}
