using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Outside;

/// <summary>Adds what was configured of outside issuers; where none is, nothing runs.</summary>
internal static class OutsideSetup
{
    public static void AddOutsideIssuers(this IServiceCollection services, AuthenticationBuilder authentication, IdentityOptions options)
    {
        services.AddSingleton<OutsideAccounts>();
        services.AddSingleton<OutsideTokens>();
        Verify(options.Issuers);
        foreach (var issuer in options.Issuers)
        {
            services.AddSingleton(provider => new Issuer(issuer, new HttpClient(Backchannel()) { Timeout = TimeSpan.FromSeconds(10) }, provider.GetRequiredService<TimeProvider>()));
            if (issuer.ClientId.Length > 0) OutsideSignIn.Add(authentication, issuer, Backchannel());
        }
    }

    public static void MapOutsideIssuers(this IEndpointRouteBuilder routes)
    {
        foreach (var issuer in routes.ServiceProvider.GetRequiredService<IdentityOptions>().Issuers.Where(i => i.ClientId.Length > 0))
        {
            routes.MapGet(OutsideSignIn.AddressOf(issuer.Name), (string? returnUrl, bool? again) =>
                TypedResults.Challenge(new OpenIdConnectChallengeProperties { RedirectUri = LocalPath.OrHome(returnUrl), Prompt = again == true ? "login" : null }, [OutsideSignIn.SchemeOf(issuer.Name)])).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static void Verify(List<IssuerOptions> issuers)
    {
        List<ValidationResult> problems = [];
        for (var i = 0; i < issuers.Count; i++)
        {
            problems.Clear();
            if (!Validator.TryValidateObject(issuers[i], new ValidationContext(issuers[i]), problems, validateAllProperties: true))
                throw new UserError($"Parley:Identity:Issuers:{i}:{string.Join(", ", problems[0].MemberNames)} cannot be used: {problems[0].ErrorMessage}");
        }

        if (issuers.GroupBy(i => i.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new UserError($"Parley:Identity:Issuers has the name {twice.Key} twice.");
    }

    // An operator named the address, private or not; it may lead nowhere else.
    private static SocketsHttpHandler Backchannel() => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
}
