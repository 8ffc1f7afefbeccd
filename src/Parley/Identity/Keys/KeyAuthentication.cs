using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using Parley.Gateway.Messages;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>The one authentication scheme. Implements the framework's interface directly: its base class resolves options,
/// clocks and URL encoders for every request.</summary>
internal sealed class KeyAuthentication(KeyRegistry keys) : IAuthenticationHandler
{
    public const string Scheme = "ApiKey";

    /// <summary>Where a refused request under <c>/v1</c> finds its <see cref="GatewayFault"/>: the engine writes it in the
    /// caller's own format.</summary>
    public const string FaultItem = "parley.fault";

    private HttpContext _context = null!;
    private KeyCheck? _check;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => Task.FromResult(Check().Result);

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        _context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"Parley\"";
        return RefuseAsync(new GatewayFault(FaultKind.Unauthenticated, Check().Problem));
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        var scope = _context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null);
        return RefuseAsync(new GatewayFault(FaultKind.Forbidden,
            scope is null ? "This API key may not do this." : $"This API key may not do this: it lacks the scope \"{scope}\"."));
    }

    private KeyCheck Check()
    {
        if (_check is not null) return _check;
        var credential = Credentials.Find(_context.Request.Headers);
        return _check = credential.IsEmpty ? KeyCheck.Missing : keys.Check(credential);
    }

    private Task RefuseAsync(GatewayFault fault)
    {
        _context.Response.StatusCode = fault.Status;
        if (!_context.Request.Path.StartsWithSegments("/v1"))
            return Problems.WriteAsync(_context, Problems.Details(fault.Status, fault.Message));
        _context.Items[FaultItem] = fault;
        return Task.CompletedTask;
    }
}
