using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http;

/// <summary>
/// The way into every operation of the wire surface: whoever is not known stays outside, before a byte of the body is
/// read. The engine asks by itself instead of the framework's authentication and authorization, whose handlers,
/// principals and tickets cost a sixth of a short request (bench/README.md).
/// </summary>
internal sealed class Door(ICallerAccessor callers, WireErrors errors)
{
    private const long LargeBody = 1024 * 1024;

    /// <summary>Puts the check before an operation.</summary>
    public RequestDelegate Guard(Func<HttpContext, Caller, Task> operation) => context =>
    {
        // Who is refused has mostly begun to send: a body over the server's own limit would be cut off with the answer, and nobody would read that.
        // Operations that read a body bound it by themselves.
        if (context.Request.ContentLength > LargeBody && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var checking = callers.CheckAsync(context);
        return checking.IsCompletedSuccessfully ? Enter(context, checking.Result, operation) : EnterAsync(context, checking, operation);
    };

    private Task Enter(HttpContext context, CallerCheck check, Func<HttpContext, Caller, Task> operation) =>
        check.Caller is { } caller ? HostAsync(context, caller, operation)
            : errors.WriteAsync(context, check.Refusal ?? new GatewayFault(FaultKind.Unauthenticated, "No valid API key was sent."));

    /// <summary>Whoever may not be here any more is put out, in the middle of an answer as well.</summary>
    private static async Task HostAsync(HttpContext context, Caller caller, Func<HttpContext, Caller, Task> operation)
    {
        using var watch = caller.Ended.UnsafeRegister(static context => ((HttpContext)context!).Abort(), context);
        await operation(context, caller).ConfigureAwait(false);
    }

    private async Task EnterAsync(HttpContext context, ValueTask<CallerCheck> checking, Func<HttpContext, Caller, Task> operation) =>
        await Enter(context, await checking.ConfigureAwait(false), operation).ConfigureAwait(false);
}

/// <summary>Says of a route that it stands behind the <see cref="Door"/>, for tests and tools that look for routes without a policy.</summary>
public sealed class CallerRequired;
