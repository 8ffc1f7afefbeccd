using Microsoft.AspNetCore.Http;
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
    /// <summary>Puts the check before an operation.</summary>
    public RequestDelegate Guard(Func<HttpContext, Caller, Task> operation) => context =>
    {
        var checking = callers.CheckAsync(context);
        return checking.IsCompletedSuccessfully ? Enter(context, checking.Result, operation) : EnterAsync(context, checking, operation);
    };

    private Task Enter(HttpContext context, CallerCheck check, Func<HttpContext, Caller, Task> operation) =>
        check.Caller is { } caller ? operation(context, caller)
            : errors.WriteAsync(context, check.Refusal ?? new GatewayFault(FaultKind.Unauthenticated, "No valid API key was sent."));

    private async Task EnterAsync(HttpContext context, ValueTask<CallerCheck> checking, Func<HttpContext, Caller, Task> operation) =>
        await Enter(context, await checking.ConfigureAwait(false), operation).ConfigureAwait(false);
}

/// <summary>Says of a route that it stands behind the <see cref="Door"/>, for tests and tools that look for routes without a policy.</summary>
public sealed class CallerRequired;
