using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using Parley.Data;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>The authentication scheme of everything but model calls (see <see cref="CallerAccessor"/>). Implements the framework's interface directly: its base class resolves options,
/// clocks and URL encoders for every request.</summary>
internal sealed class KeyAuthentication(KeyRegistry keys, WireErrors wireErrors) : IAuthenticationHandler
{
    public const string Scheme = "ApiKey";

    private HttpContext _context = null!;
    private KeyCheck? _check;
    private bool _hasLooked;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        var check = Check();
        return ReferenceEquals(check, KeyCheck.Unknown) && !_hasLooked ? LookAndCheckAsync() : Task.FromResult(check.Result);
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        _context.Response.Headers[HeaderNames.WWWAuthenticate] = WireErrors.Challenge;
        return RefuseAsync(new GatewayFault(FaultKind.Unauthenticated, Check().Problem));
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        var scope = _context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null);
        return RefuseAsync(scope is null ? new GatewayFault(FaultKind.Forbidden, "This API key may not do this.") : KeyCheck.Lacks(scope));
    }

    /// <summary>As <see cref="CallerAccessor"/> does.</summary>
    private async Task<AuthenticateResult> LookAndCheckAsync()
    {
        _hasLooked = true;
        await _context.RequestServices.GetRequiredService<ChangeWatcher>().LookNowAsync(_context.RequestAborted);
        _check = null;
        return Check().Result;
    }

    private KeyCheck Check()
    {
        if (_check is not null) return _check;
        var credential = Credentials.Find(_context.Request.Headers, out var carrier);
        return _check = credential.IsEmpty ? KeyCheck.Missing : keys.Check(credential, carrier);
    }

    private Task RefuseAsync(GatewayFault fault) => WireErrors.Covers(_context.Request.Path)
        ? wireErrors.WriteAsync(_context, fault)
        : Problems.WriteAsync(_context, Problems.Details(fault.Status, fault.Message));
}
