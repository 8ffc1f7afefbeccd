using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http;

/// <summary>Maps paths that exist: a method that they do not take is answered with 405 and <c>Allow</c>, OPTIONS too, since
/// pages of other origins are not served here. What is at no path stays a 404.</summary>
internal sealed class KnownPaths(IEndpointRouteBuilder routes, Door door, WireErrors errors)
{
    private static readonly string[] ReadMethods = ["GET", "HEAD"];

    /// <summary>A path that is posted to.</summary>
    public void Post(string path, Func<HttpContext, Caller, Task> operation)
    {
        routes.MapPost(path, door.Guard(operation));
        RefuseOthers(path, "POST");
    }

    /// <summary>A path that is read; the server leaves the body out for HEAD.</summary>
    public void Read(string path, Func<HttpContext, Caller, Task> operation)
    {
        routes.MapMethods(path, ReadMethods, door.Guard(operation));
        RefuseOthers(path, "GET, HEAD");
    }

    /// <summary>A path that is read, and deleted.</summary>
    public void ReadOrDelete(string path, Func<HttpContext, Caller, Task> read, Func<HttpContext, Caller, Task> delete)
    {
        routes.MapMethods(path, ReadMethods, door.Guard(read));
        routes.MapDelete(path, door.Guard(delete));
        RefuseOthers(path, "GET, HEAD, DELETE");
    }

    /// <summary>An endpoint of the same path without methods: routing takes it when no other one fits.</summary>
    private void RefuseOthers(string path, string allowed) => routes.Map(path, door.Guard((context, _) =>
    {
        context.Response.Headers.Allow = allowed;
        return errors.WriteAsync(context, new GatewayFault(FaultKind.InvalidRequest,
            $"{context.Request.Path} does not take {context.Request.Method}, only {allowed}. Nothing was sent to a model.")
        { Status = StatusCodes.Status405MethodNotAllowed, Code = "method_not_supported" });
    }));
}
