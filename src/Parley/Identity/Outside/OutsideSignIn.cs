using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Parley.Identity.Callers;
using Parley.Identity.SigningIn;
using Parley.Ui;

namespace Parley.Identity.Outside;

/// <summary>Signing in at an outside issuer's page: the framework's handler, code flow with PKCE; what it finds out becomes a session of ours.</summary>
internal static class OutsideSignIn
{
    /// <summary>Where a page sends a browser that wants to sign in there.</summary>
    public static string AddressOf(string issuer) => $"/login/{issuer}";

    public static void Add(AuthenticationBuilder authentication, IssuerOptions issuer, HttpMessageHandler backchannel) => authentication.AddOpenIdConnect(SchemeOf(issuer.Name), options =>
    {
        options.Authority = issuer.Url;
        options.RequireHttpsMetadata = issuer.Url.StartsWith("https:", StringComparison.Ordinal);
        options.ClientId = issuer.ClientId;
        options.ClientSecret = issuer.ClientSecret.Length > 0 ? issuer.ClientSecret : null;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.SignInScheme = CallerAuthentication.Scheme;
        options.CallbackPath = $"{AddressOf(issuer.Name)}/done";
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"]) options.Scope.Add(scope);
        options.GetClaimsFromUserInfoEndpoint = false;
        options.BackchannelHttpHandler = backchannel;
        // The answer comes by a link, so Lax does; and our cookies are Secure wherever browsers accept that.
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Events.OnTicketReceived = context => ReceiveAsync(context, issuer);
        options.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect("/login?outside=failed");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    });

    public static string SchemeOf(string issuer) => $"outside {issuer}";

    private static async Task ReceiveAsync(TicketReceivedContext context, IssuerOptions issuer)
    {
        var services = context.HttpContext.RequestServices;
        string? Claim(string type) => context.Principal!.FindFirst(type)?.Value;
        var user = await services.GetRequiredService<OutsideAccounts>().FindAsync(
            issuer, Claim("sub") ?? "", Claim("email"), Claim("email_verified") is "true" or "True", Claim("name"), context.HttpContext.RequestAborted);
        if (user is null) context.Response.Redirect("/login?outside=refused");
        else
        {
            await services.GetRequiredService<SignIns>().BeginAsync(context.HttpContext, user, issuer.Name, context.HttpContext.RequestAborted);
            context.Response.Redirect(LocalPath.OrHome(context.ReturnUri));
        }

        context.HandleResponse();
    }
}
