using Microsoft.AspNetCore.Identity;
using Parley.Data;

namespace Parley.Identity.Accounts;

/// <summary>ASP.NET Core Identity's stores on the one context: users, roles, second factors, passkeys.</summary>
internal static class AccountsSetup
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<IModelPart, AccountsModelPart>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddIdentityCore<User>(options =>
        {
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            options.User.RequireUniqueEmail = true;
        }).AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<ParleyDbContext>().AddDefaultTokenProviders();
        return services;
    }
}
