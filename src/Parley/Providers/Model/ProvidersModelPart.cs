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
            provider.Property(p => p.DiscoveryTriedAt).HasColumnName("discovery_tried_at");
            provider.Property(p => p.DiscoveryError).HasColumnName("discovery_error");
            provider.Property(p => p.AllowPrivateNetwork).HasColumnName("allow_private_network");
            provider.Property(p => p.MaxRetries).HasColumnName("max_retries");
            provider.Property(p => p.ConnectTimeoutMs).HasColumnName("connect_timeout_ms");
            provider.Property(p => p.FirstByteTimeoutMs).HasColumnName("first_byte_timeout_ms");
            provider.Property(p => p.IdleTimeoutMs).HasColumnName("idle_timeout_ms");
            // Rows older than these columns get what they had without them.
            provider.Property(p => p.Enabled).HasColumnName("enabled").HasDefaultValue(true).HasSentinel(true);
            provider.Property(p => p.Version).HasColumnName("version").HasDefaultValue(1L);
            provider.Property(p => p.Breaker).HasColumnName("breaker");
            provider.Property(p => p.Probe).HasColumnName("probe");
            provider.Property(p => p.ProbeIntervalMs).HasColumnName("probe_interval_ms");
            provider.Property(p => p.ProbeTimeoutMs).HasColumnName("probe_timeout_ms");
            provider.Property(p => p.Concurrency).HasColumnName("concurrency");
            provider.Property(p => p.RequestsPerMinute).HasColumnName("requests_per_minute");
            provider.Property(p => p.TokensPerMinute).HasColumnName("tokens_per_minute");
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
            credential.Property(c => c.Id).HasColumnName("id").HasMaxLength(32);
            credential.Property(c => c.AddedAt).HasColumnName("added_at");
            credential.Property(c => c.ExpiresAt).HasColumnName("expires_at");
            credential.Property(c => c.Sealed).HasColumnName("sealed");
            credential.Property(c => c.Hint).HasColumnName("hint").HasMaxLength(16);
            credential.HasOne<Provider>().WithMany(p => p.Credentials).HasForeignKey(c => c.ProviderName).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<RouteRow>(route =>
        {
            route.ToTable("routes");
            route.HasKey(r => new { r.Origin, r.Name });
            route.Property(r => r.Origin).HasColumnName("origin").HasConversion<string>().HasMaxLength(20);
            route.Property(r => r.Name).HasColumnName("name").HasMaxLength(64);
            route.Property(r => r.Position).HasColumnName("position");
            route.Property(r => r.Definition).HasColumnName("definition");
            route.Property(r => r.CreatedAt).HasColumnName("created_at");
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
            minute.Property(m => m.Reason).HasColumnName("reason").HasMaxLength(ProviderHealthMinute.LongestText);
            minute.Property(m => m.Breaker).HasColumnName("breaker").HasMaxLength(10);
            minute.Property(m => m.ProbedAt).HasColumnName("probed_at");
            minute.Property(m => m.ProbeError).HasColumnName("probe_error").HasMaxLength(ProviderHealthMinute.LongestText);
            // Pruning asks by age alone.
            minute.HasIndex(m => m.Minute).HasDatabaseName("ix_provider_health_minute");
        });
    }
}
