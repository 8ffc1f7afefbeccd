using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Billing.Statistics.Model;

internal sealed class StatisticsModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<UsageRollup>(rollup =>
        {
            rollup.ToTable("usage_rollups");
            rollup.HasKey(r => new { r.Hour, r.Provider, r.Model });
            rollup.Property(r => r.Hour).HasColumnName("hour");
            rollup.Property(r => r.Provider).HasColumnName("provider");
            rollup.Property(r => r.Model).HasColumnName("model");
            rollup.Property(r => r.Figures).HasColumnName("figures");
        });

        model.Entity<RolledHour>(hour =>
        {
            hour.ToTable(RolledHour.Table);
            hour.HasKey(h => h.Hour);
            hour.Property(h => h.Hour).HasColumnName("hour").ValueGeneratedNever();
            hour.Property(h => h.Claim).HasColumnName("claim").HasMaxLength(40);
            hour.Property(h => h.ClaimedAt).HasColumnName("claimed_at");
            hour.Property(h => h.IsDone).HasColumnName("is_done");
        });
    }
}
