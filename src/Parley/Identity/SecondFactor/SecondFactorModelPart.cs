using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity.SecondFactor;

internal sealed class SecondFactorModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<TotpSecret>(secret =>
        {
            secret.Table("totp_secrets").HasKey(s => s.UserId);
            secret.HasOne<User>().WithOne().HasForeignKey<TotpSecret>(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<RecoveryCode>(code =>
        {
            code.Table("recovery_codes").HasKey(c => new { c.UserId, c.Hash });
            code.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
