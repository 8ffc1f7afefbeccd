using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Ports;

/// <summary>Who makes a request, as the app's authentication found out.</summary>
/// <param name="KeyId">The public id of the API key, or null for other credentials.</param>
/// <param name="UserId">The user it belongs to, or null for a key without one.</param>
/// <param name="Name">A name for logs and usage: the key's or the user's.</param>
/// <param name="Scopes">What it may do: <c>gateway</c>, <c>admin</c>.</param>
public sealed record Caller(string? KeyId, string? UserId, string Name, IReadOnlySet<string> Scopes);

/// <summary>What came of asking who makes a request: a caller that may call models, or the fault to answer with.</summary>
/// <param name="Caller">The caller; null when it is refused.</param>
/// <param name="Refusal">401 for a credential that is missing or no good, 403 for a caller that may not call models.</param>
public readonly record struct CallerCheck(Caller? Caller, GatewayFault? Refusal);

/// <summary>Port: tells who makes an HTTP request. Called on the hot path, before the framework's authentication and
/// before anything of the body is read.</summary>
public interface ICallerAccessor
{
    /// <summary>Checks the credential that the request carries, and that it may be used for model calls.</summary>
    ValueTask<CallerCheck> CheckAsync(HttpContext context);
}
