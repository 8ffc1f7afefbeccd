using System.CommandLine;
using Microsoft.AspNetCore.Authorization;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Identity.Accounts;
using Parley.Identity.Endpoints;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Identity.Verbs;
using Parley.Shared;

namespace Parley.Identity;

/// <summary>Front door of the module: who is calling.</summary>
internal static class IdentitySetup
{
    /// <summary>What verbs need: the keys, without authentication.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<IModelPart, KeysModelPart>();
        services.AddSingleton<PepperStore>();
        services.AddSingleton<IStartWork>(provider => provider.GetRequiredService<PepperStore>());
        services.AddSingleton<KeyRegistry>();
        services.AddSingleton<KeyStore>();
        return services.AddAccounts();
    }

    /// <summary>Adds the module: authentication by API key, the policies, and a fallback that lets nobody in unknown.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddKeys();
        services.AddSingleton<IChangeListener>(provider => provider.GetRequiredService<KeyRegistry>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyRegistry>());
        services.AddSingleton<ICallerAccessor, CallerAccessor>();
        services.AddTransient<KeyAuthentication>();
        services.AddAuthentication(options =>
        {
            options.AddScheme<KeyAuthentication>(KeyAuthentication.Scheme, displayName: null);
            options.DefaultScheme = KeyAuthentication.Scheme;
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Admin, policy => RequireScope(policy, Policies.Admin))
            .AddPolicy(Policies.Gateway, policy => RequireScope(policy, Policies.Gateway))
            .AddPolicy(Policies.GatewayOrAdmin, policy => RequireScope(policy, Policies.Gateway, Policies.Admin))
            .AddPolicy(Policies.Chat, policy => RequirePerson(policy, Policies.Chat))
            .AddPolicy(Policies.Account, policy => RequirePerson(policy, Policies.Account))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static void MapIdentity(this IEndpointRouteBuilder routes) => routes.MapKeys();

    /// <summary>The verb <c>keys</c>.</summary>
    public static Command KeysVerb(VerbHost host) => KeyVerbs.Create(host);

    /// <summary>Makes the first key, for the gateway only, when there is none; null at later starts. Call once the
    /// database is ready; the caller shows it once.</summary>
    public static Task<Secret?> EnsureFirstKeyAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<KeyStore>().EnsureFirstAsync(cancellationToken);

    private static void RequirePerson(AuthorizationPolicyBuilder policy, string scope) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => CallerIdentity.May(context.User, scope) && CallerIdentity.Find(context.User)?.UserId is not null);

    private static void RequireScope(AuthorizationPolicyBuilder policy, params string[] oneOf) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => oneOf.Any(scope => CallerIdentity.May(context.User, scope)));
}
