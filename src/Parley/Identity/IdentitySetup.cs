using System.CommandLine;
using Microsoft.AspNetCore.Authorization;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Identity.Accounts;
using Parley.Identity.Callers;
using Parley.Identity.Endpoints;
using Parley.Identity.FirstAccount;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Identity.Outside;
using Parley.Identity.Pages;
using Parley.Identity.Verbs;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity;

/// <summary>Front door of the module: who is calling.</summary>
internal static class IdentitySetup
{
    /// <summary>What verbs need: keys and accounts, without authentication.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<PepperStore>();
        services.AddSingleton<IStartWork>(provider => provider.GetRequiredService<PepperStore>());
        services.AddSingleton<KeyRegistry>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<CallerNames>();
        return services.AddAccounts();
    }

    /// <summary>Adds the module: authentication by API key, access token or cookie, the policies, and a fallback that lets nobody in unknown.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKeys();
        services.AddSigningIn(configuration);
        var options = services.AddCheckedOptions<IdentityOptions>(configuration, "Parley:Identity");
        services.AddSingleton<IChangeListener>(provider => provider.GetRequiredService<KeyRegistry>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyRegistry>());
        services.AddSingleton<ICallerAccessor, CallerAccessor>();
        services.AddTransient<CallerAuthentication>();
        services.AddOutsideIssuers(services.AddAuthentication(schemes =>
        {
            schemes.AddScheme<CallerAuthentication>(CallerAuthentication.Scheme, displayName: null);
            schemes.DefaultScheme = CallerAuthentication.Scheme;
        }), options);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Admin, policy => RequireScope(policy, Policies.Admin))
            .AddPolicy(Policies.Gateway, policy => RequireScope(policy, Policies.Gateway))
            .AddPolicy(Policies.GatewayOrAdmin, policy => RequireScope(policy, Policies.Gateway, Policies.Admin))
            .AddPolicy(Policies.AccountOrAdmin, policy => RequireScope(policy, Policies.Account, Policies.Admin))
            .AddPolicy(Policies.Chat, policy => RequirePerson(policy, Policies.Chat))
            .AddPolicy(Policies.Account, policy => RequirePerson(policy, Policies.Account))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(Forgery.Configure);
        services.AddRequestLimit(options);
        services.AddAccountPages();
        return services;
    }

    /// <summary>Goes after routing: who is calling, what they may do, whether they mean it, and how often.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app) => app
        .UseMiddleware<FirstAccountGate>()
        .UseAuthentication()
        .UseAuthorization()
        .UseMiddleware<Forgery>()
        .UseRequestLimit();

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapAuth();
        routes.MapPasswords();
        routes.MapOwnThings();
        routes.MapUsers();
        routes.MapAvatars();
        routes.MapPasskeys();
        routes.MapOutsideIssuers();
        var pages = routes.MapPages();
        pages.MapAccountPages();
        pages.MapSettingsForms();
        pages.MapUserPages();
        pages.MapUserDetailPages();
        pages.MapInvitationForms();
        pages.MapRecoveryPages();
        pages.MapVerifyPages();
        pages.MapSecurityForms();
    }

    /// <summary>The verb <c>keys</c>.</summary>
    public static Command KeysVerb(VerbHost host) => KeyVerbs.Create(host);

    /// <summary>The verb <c>users</c>.</summary>
    public static Command UsersVerb(VerbHost host) => UserVerbs.Create(host);

    /// <summary>Makes the first key, for the gateway only, when there is none; null at later starts. Call once the
    /// database is ready; the caller shows it once.</summary>
    public static Task<Secret?> EnsureFirstKeyAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<KeyStore>().EnsureFirstAsync(cancellationToken);

    /// <summary>The token that makes the first account, to be shown in a link <c>/setup?token=...</c>; null once there is an account.</summary>
    public static Task<Secret?> FindSetupTokenAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<SetupTokens>().FindAsync(cancellationToken);

    private static void RequirePerson(AuthorizationPolicyBuilder policy, string scope) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => CallerIdentity.May(context.User, scope) && CallerIdentity.Find(context.User)?.UserId is not null);

    private static void RequireScope(AuthorizationPolicyBuilder policy, params string[] oneOf) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => oneOf.Any(scope => CallerIdentity.May(context.User, scope)));
}
