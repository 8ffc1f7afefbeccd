using Microsoft.AspNetCore.Http;

namespace Parley.Gateway.Ports;

/// <summary>Port: tells who makes an HTTP request. Called on the hot path, before the framework's authentication and
/// before anything of the body is read.</summary>
public interface ICallerAccessor
{
    /// <summary>Checks the credential that the request carries, and that it may be used for model calls.</summary>
    ValueTask<CallerCheck> CheckAsync(HttpContext context);
}
