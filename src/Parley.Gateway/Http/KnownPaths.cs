using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http;

/// <summary>
/// Maps paths that exist: a method that they do not take is answered with 405 and <c>Allow</c>, OPTIONS too, since pages of other
/// origins are not served here. One endpoint a path, which looks at the method itself: routing weighs candidates against
/// each other where a path has several, for every request.
/// </summary>
internal sealed class KnownPaths(IEndpointRouteBuilder routes, Door door, WireErrors errors)
{
    private static readonly string[] PostMethods = ["POST"], ReadMethods = ["GET", "HEAD"], ReadOrDeleteMethods = ["GET", "HEAD", "DELETE"];

    /// <summary>A path that is posted to.</summary>
    public void Post(string path, Func<HttpContext, Caller, Task> operation) =>
        Map(path, PostMethods, method => HttpMethods.IsPost(method) ? operation : null);

    /// <summary>A path that is read; the server leaves the body out for HEAD.</summary>
    public void Read(string path, Func<HttpContext, Caller, Task> operation) =>
        Map(path, ReadMethods, method => IsRead(method) ? operation : null);

    /// <summary>A path that is read, and deleted.</summary>
    public void ReadOrDelete(string path, Func<HttpContext, Caller, Task> read, Func<HttpContext, Caller, Task> delete) =>
        Map(path, ReadOrDeleteMethods, method => IsRead(method) ? read : HttpMethods.IsDelete(method) ? delete : null);

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private void Map(string path, string[] methods, Func<string, Func<HttpContext, Caller, Task>?> find)
    {
        var allowed = string.Join(", ", methods);
        routes.Map(path, door.Guard((context, caller) =>
        {
            if (find(context.Request.Method) is { } operation) return operation(context, caller);
            context.Response.Headers.Allow = allowed;
            return errors.WriteAsync(context, new GatewayFault(FaultKind.InvalidRequest,
                $"{context.Request.Path} does not take {context.Request.Method}, only {allowed}. Nothing was sent to a model.")
            { Status = StatusCodes.Status405MethodNotAllowed, Code = "method_not_supported" });
        })).WithMetadata(new PathMethods(methods));
    }
}

/// <summary>The methods that a path takes, for tests and tools that list operations: its route takes all and refuses the others itself.</summary>
/// <param name="Methods">Their names, HEAD included.</param>
public sealed record PathMethods(IReadOnlyList<string> Methods);
