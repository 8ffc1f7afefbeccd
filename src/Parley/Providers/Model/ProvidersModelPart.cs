using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Providers.Model;

internal sealed class ProvidersModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<Provider>(provider =>
        {
            provider.ToTable("providers");
            provider.HasKey(p => p.Name);
            provider.Property(p => p.Name).HasColumnName("name").HasMaxLength(64);
            provider.Property(p => p.Kind).HasColumnName("kind").HasMaxLength(20);
            provider.Property(p => p.BaseUrl).HasColumnName("base_url").HasMaxLength(2048);
            provider.Property(p => p.Origin).HasColumnName("origin").HasConversion<string>().HasMaxLength(20);
            provider.Property(p => p.Models).HasColumnName("models");
            provider.Property(p => p.DiscoveredModels).HasColumnName("discovered_models");
            provider.Property(p => p.DiscoveredAt).HasColumnName("discovered_at");
            provider.Property(p => p.AllowPrivateNetwork).HasColumnName("allow_private_network");
            provider.Property(p => p.MaxRetries).HasColumnName("max_retries");
            provider.Property(p => p.ConnectTimeoutMs).HasColumnName("connect_timeout_ms");
            provider.Property(p => p.FirstByteTimeoutMs).HasColumnName("first_byte_timeout_ms");
            provider.Property(p => p.IdleTimeoutMs).HasColumnName("idle_timeout_ms");
            provider.Property(p => p.CancelPolicy).HasColumnName("cancel_policy").HasMaxLength(20);
            provider.Property(p => p.CreatedAt).HasColumnName("created_at");
            provider.Property(p => p.UpdatedAt).HasColumnName("updated_at");
        });

        model.Entity<ProviderCredential>(credential =>
        {
            credential.ToTable("provider_credentials");
            credential.HasKey(c => new { c.ProviderName, c.Position });
            credential.Property(c => c.ProviderName).HasColumnName("provider_name").HasMaxLength(64);
            credential.Property(c => c.Position).HasColumnName("position").ValueGeneratedNever();
            credential.Property(c => c.Sealed).HasColumnName("sealed");
            credential.Property(c => c.Hint).HasColumnName("hint").HasMaxLength(16);
            credential.HasOne<Provider>().WithMany(p => p.Credentials).HasForeignKey(c => c.ProviderName).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<ProviderHealthMinute>(minute =>
        {
            minute.ToTable("provider_health");
            minute.HasKey(m => new { m.Provider, m.Minute, m.Node });
            minute.Property(m => m.Provider).HasColumnName("provider").HasMaxLength(64);
            minute.Property(m => m.Minute).HasColumnName("minute");
            minute.Property(m => m.Node).HasColumnName("node").HasMaxLength(40);
            minute.Property(m => m.State).HasColumnName("state").HasConversion<string>().HasMaxLength(20);
            minute.Property(m => m.Probes).HasColumnName("probes");
            minute.Property(m => m.FailedProbes).HasColumnName("failed_probes");
            minute.Property(m => m.ProbeP50).HasColumnName("probe_p50_ms");
            minute.Property(m => m.ProbeP95).HasColumnName("probe_p95_ms");
            minute.Property(m => m.FirstTokenP50).HasColumnName("first_token_p50_ms");
            minute.Property(m => m.FirstTokenP95).HasColumnName("first_token_p95_ms");
            // Pruning asks by age alone.
            minute.HasIndex(m => m.Minute).HasDatabaseName("ix_provider_health_minute");
        });
    }
}
