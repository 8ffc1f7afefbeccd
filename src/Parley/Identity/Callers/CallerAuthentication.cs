using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Shared;

namespace Parley.Identity.Callers;

/// <summary>The authentication scheme of everything but model calls (see <see cref="CallerAccessor"/>): whatever a request carries. Implements the framework's interface directly: its base class resolves options,
/// clocks and URL encoders for every request.</summary>
internal sealed class CallerAuthentication(Checkpoint checkpoint, WireErrors wireErrors) : IAuthenticationHandler
{
    public const string Scheme = "Parley";

    private HttpContext _context = null!;
    private Verdict? _verdict;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync()
    {
        if (_verdict is not null) return Task.FromResult(_verdict.Result);
        var checking = checkpoint.CheckAsync(_context, takesCookies: !WireErrors.Covers(_context.Request.Path));
        return checking.IsCompletedSuccessfully ? Task.FromResult((_verdict = checking.Result).Result) : WaitAsync(checking);
    }

    public async Task ChallengeAsync(AuthenticationProperties? properties)
    {
        await AuthenticateAsync();
        if (SignInPage.IsFor(_context.Request))
        {
            _context.Response.Redirect(SignInPage.For(_context.Request));
            return;
        }

        _context.Response.Headers[HeaderNames.WWWAuthenticate] = WireErrors.Challenge;
        await RefuseAsync(new GatewayFault(FaultKind.Unauthenticated, _verdict!.Problem));
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        var scope = _context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null);
        return RefuseAsync(scope is null ? new GatewayFault(FaultKind.Forbidden, "This API key may not do this.") : Verdict.Lacks(_verdict?.Identity, scope));
    }

    private async Task<AuthenticateResult> WaitAsync(ValueTask<Verdict> checking) => (_verdict = await checking).Result;

    private Task RefuseAsync(GatewayFault fault) => WireErrors.Covers(_context.Request.Path)
        ? wireErrors.WriteAsync(_context, fault)
        : Problems.WriteAsync(_context, Problems.Details(fault.Status, fault.Message));
}
