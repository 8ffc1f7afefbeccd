using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Parley.Data;

namespace Parley.Identity.Accounts;

/// <summary>The tables of ASP.NET Core Identity's schema version 3, for a context that is not an IdentityDbContext: the
/// same keys, lengths and relations, under our names.</summary>
internal sealed class AccountsModelPart : IModelPart
{
    // WebAuthn: at most 1023 bytes.
    private const int MaxCredentialId = 1024;
    private const int MaxKey = 128;
    private const int MaxName = 256;

    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<User>(Users);
        model.Entity<IdentityRole<Guid>>(Roles);
        model.Entity<IdentityUserClaim<Guid>>(claim => claim.Table("user_claims").HasKey(c => c.Id));
        model.Entity<IdentityRoleClaim<Guid>>(claim => claim.Table("role_claims").HasKey(c => c.Id));
        model.Entity<IdentityUserRole<Guid>>(role => role.Table("user_roles").HasKey(r => new { r.UserId, r.RoleId }));
        model.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.Table("user_logins").HasKey(l => new { l.LoginProvider, l.ProviderKey });
            login.Property(l => l.LoginProvider).HasMaxLength(MaxKey);
            login.Property(l => l.ProviderKey).HasMaxLength(MaxKey);
        });
        model.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.Table("user_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.Property(t => t.LoginProvider).HasMaxLength(MaxKey);
            token.Property(t => t.Name).HasMaxLength(MaxKey);
        });
        model.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.Table("user_passkeys").HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(MaxCredentialId);
            passkey.OwnsOne(p => p.Data).ToJson("data");
        });
    }

    private static void Users(EntityTypeBuilder<User> user)
    {
        user.Table("users").HasKey(u => u.Id);
        user.Property(u => u.Id).ValueGeneratedNever();
        user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        user.Property(u => u.UserName).HasMaxLength(MaxName);
        user.Property(u => u.NormalizedUserName).HasMaxLength(MaxName);
        user.Property(u => u.Email).HasMaxLength(MaxName);
        user.Property(u => u.NormalizedEmail).HasMaxLength(MaxName);
        user.Property(u => u.DisplayName).HasMaxLength(AccountRules.MaxDisplayName);
        user.Property(u => u.Role).HasConversion<string>().HasMaxLength(20);
        user.Property(u => u.AvatarHash).HasMaxLength(64);
        user.HasIndex(u => u.RightsChangedAt).HasDatabaseName("ix_users_rights_changed_at").HasFilter("rights_changed_at IS NOT NULL");
        user.Property(u => u.PhoneNumber).HasMaxLength(MaxName);
        user.HasIndex(u => u.NormalizedUserName).IsUnique().HasDatabaseName("ux_users_normalized_user_name");
        user.HasIndex(u => u.NormalizedEmail).HasDatabaseName("ix_users_normalized_email");
        user.HasMany<IdentityUserClaim<Guid>>().WithOne().HasForeignKey(c => c.UserId).IsRequired();
        user.HasMany<IdentityUserLogin<Guid>>().WithOne().HasForeignKey(l => l.UserId).IsRequired();
        user.HasMany<IdentityUserToken<Guid>>().WithOne().HasForeignKey(t => t.UserId).IsRequired();
        user.HasMany<IdentityUserRole<Guid>>().WithOne().HasForeignKey(r => r.UserId).IsRequired();
        user.HasMany<IdentityUserPasskey<Guid>>().WithOne().HasForeignKey(p => p.UserId).IsRequired();
    }

    private static void Roles(EntityTypeBuilder<IdentityRole<Guid>> role)
    {
        role.Table("roles").HasKey(r => r.Id);
        role.Property(r => r.Id).ValueGeneratedNever();
        role.Property(r => r.ConcurrencyStamp).IsConcurrencyToken();
        role.Property(r => r.Name).HasMaxLength(MaxName);
        role.Property(r => r.NormalizedName).HasMaxLength(MaxName);
        role.HasIndex(r => r.NormalizedName).IsUnique().HasDatabaseName("ux_roles_normalized_name");
        role.HasMany<IdentityUserRole<Guid>>().WithOne().HasForeignKey(r => r.RoleId).IsRequired();
        role.HasMany<IdentityRoleClaim<Guid>>().WithOne().HasForeignKey(c => c.RoleId).IsRequired();
    }
}
