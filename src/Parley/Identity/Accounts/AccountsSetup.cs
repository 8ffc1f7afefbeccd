using Microsoft.AspNetCore.Identity;
using Parley.Data;
using Parley.Identity.Avatars;
using Parley.Identity.Callers;
using Parley.Identity.Endpoints;
using Parley.Identity.FirstAccount;
using Parley.Identity.Invitations;
using Parley.Identity.Mail;
using Parley.Identity.Passkeys;
using Parley.Identity.Passwords;
using Parley.Identity.Recovery;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;
using Parley.Identity.SigningIn;
using Parley.Identity.Tokens;
using Parley.Shared;

namespace Parley.Identity.Accounts;

/// <summary>ASP.NET Core Identity's stores on the one context, and what makes accounts of them.</summary>
internal static class AccountsSetup
{
    /// <summary>What verbs need as well: accounts, their passwords and sessions.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddIdentityCore<User>(options =>
        {
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            options.User.RequireUniqueEmail = true;
        }).AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<ParleyDbContext>().AddDefaultTokenProviders();
        services.AddSingleton<PasswordDesk>(provider => new PasswordDesk(new PasswordHasher<User>(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<PasswordHasherOptions>>())));
        services.AddSingleton<SetupTokens>();
        services.AddSingleton<IStartWork>(provider => provider.GetRequiredService<SetupTokens>());
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<SessionEndings>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<ResetLinks>();
        services.AddSingleton<SecondFactors>();
        return services;
    }

    /// <summary>What only a server needs: signing in, tokens, cookies.</summary>
    public static IServiceCollection AddSigningIn(this IServiceCollection services, IConfiguration configuration)
    {
        var mail = services.AddCheckedOptions<MailOptions>(configuration, "Parley:Mail");
        if (mail.IsOn)
        {
            services.AddSingleton<SmtpPostman>();
            services.AddSingleton<IPostman>(provider => provider.GetRequiredService<SmtpPostman>());
            services.AddHostedService(provider => provider.GetRequiredService<SmtpPostman>());
        }
        else services.AddSingleton<IPostman, NoPostman>();
        services.AddSingleton<ForgottenPasswords>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgottenPasswords>());
        services.AddSingleton<Links>();
        services.AddSingleton<PasswordChanges>();
        services.AddSingleton<InvitationStore>();
        services.AddSingleton<InvitationLetters>();
        services.AddSingleton<PreferenceStore>();
        services.AddSingleton<AvatarStore>();
        services.AddSingleton<PasskeyState>();
        services.AddScoped<PasskeyDesk>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
        services.AddSingleton<IChangeListener>(provider => provider.GetRequiredService<SessionEndings>());
        services.AddSingleton<TokenKeys>();
        services.AddSingleton<IChangeListener>(provider => provider.GetRequiredService<TokenKeys>());
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<CookieSessions>();
        services.AddSingleton<Checkpoint>();
        services.AddSingleton<OneAtATime>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Refreshing>();
        services.AddSingleton<Registration>();
        services.AddSingleton<AttemptBuckets>();
        services.AddSingleton<CallerLifetime>();
        services.AddSingleton<AccountStates>();
        services.AddHostedService<AccountSweep>();
        return services;
    }
}
