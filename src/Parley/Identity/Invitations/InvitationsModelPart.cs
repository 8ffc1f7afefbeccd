using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity.Invitations;

internal sealed class InvitationsModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<Invitation>(invitation =>
    {
        invitation.Table("invitations").HasKey(i => i.Id);
        invitation.Property(i => i.Id).ValueGeneratedNever();
        invitation.Property(i => i.Email).HasMaxLength(AccountRules.MaxEmail);
        invitation.Property(i => i.Role).HasConversion<string>().HasMaxLength(20);
        invitation.HasIndex(i => i.TokenHash).IsUnique().HasDatabaseName("ux_invitations_token");
    });
}
