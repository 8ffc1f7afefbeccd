using System.Collections.Frozen;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Tests.Chat;

/// <summary>Whoever names a person in a header is that person: how people sign in is what the tests of accounts are for.</summary>
internal sealed class PersonHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "x-test-person";

    private static readonly FrozenSet<string> Scopes = new[] { Policies.Chat, Policies.Gateway, Policies.Account }.ToFrozenSet();

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers[Header].ToString() is { Length: > 0 } person
        ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(new Caller(null, person, "test", Scopes), new Credential(CredentialKind.Token))), Scheme.Name))
        : AuthenticateResult.NoResult());
}
