using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Parley.Data;

namespace Parley.Billing.Model;

internal sealed class BillingModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<JournalBatch>(batch => Configure(batch, isSqlite));
        model.Entity<UsageEvent>(usage => Configure(usage, isSqlite));
    }

    private static void Configure(EntityTypeBuilder<JournalBatch> batch, bool isSqlite)
    {
        batch.ToTable("usage_journal");
        batch.HasKey(b => b.Sequence);
        Number(batch.Property(b => b.Sequence).HasColumnName("sequence"), isSqlite);
        batch.Property(b => b.Node).HasColumnName("node");
        batch.Property(b => b.Records).HasColumnName("records");
    }

    private static void Configure(EntityTypeBuilder<UsageEvent> usage, bool isSqlite)
    {
        usage.ToTable("usage_events");
        usage.HasKey(u => u.Sequence);
        Number(usage.Property(u => u.Sequence).HasColumnName("sequence"), isSqlite);
        usage.Property(u => u.RequestId).HasColumnName("request_id");
        usage.Property(u => u.At).HasColumnName("at");
        usage.Property(u => u.KeyId).HasColumnName("key_id");
        usage.Property(u => u.UserId).HasColumnName("user_id");
        usage.Property(u => u.Tags).HasColumnName("tags");
        usage.Property(u => u.Format).HasColumnName("format");
        usage.Property(u => u.Operation).HasColumnName("operation");
        usage.Property(u => u.Stream).HasColumnName("stream");
        usage.Property(u => u.ModelAsked).HasColumnName("model_asked");
        usage.Property(u => u.Continues).HasColumnName("continues");
        usage.Property(u => u.Route).HasColumnName("route");
        usage.Property(u => u.Hedges).HasColumnName("hedges");
        usage.Property(u => u.Model).HasColumnName("model");
        usage.Property(u => u.Provider).HasColumnName("provider");
        usage.Property(u => u.Input).HasColumnName("input");
        usage.Property(u => u.CacheRead).HasColumnName("cache_read");
        usage.Property(u => u.CacheWrite5m).HasColumnName("cache_write_5m");
        usage.Property(u => u.CacheWrite1h).HasColumnName("cache_write_1h");
        usage.Property(u => u.Output).HasColumnName("output");
        usage.Property(u => u.Reasoning).HasColumnName("reasoning");
        usage.Property(u => u.InputAudio).HasColumnName("input_audio");
        usage.Property(u => u.OutputAudio).HasColumnName("output_audio");
        usage.Property(u => u.InputImage).HasColumnName("input_image");
        usage.Property(u => u.OutputImage).HasColumnName("output_image");
        usage.Property(u => u.Images).HasColumnName("images");
        usage.Property(u => u.AudioMilliseconds).HasColumnName("audio_ms");
        usage.Property(u => u.Characters).HasColumnName("characters");
        usage.Property(u => u.Source).HasColumnName("source");
        usage.Property(u => u.RawUsage).HasColumnName("raw_usage");
        usage.Property(u => u.UpstreamStarted).HasColumnName("upstream_started_us");
        usage.Property(u => u.FirstToken).HasColumnName("first_token_us");
        usage.Property(u => u.Total).HasColumnName("total_us");
        usage.Property(u => u.RouteReason).HasColumnName("route_reason");
        usage.Property(u => u.IsCached).HasColumnName("is_cached");
        usage.Property(u => u.Attempts).HasColumnName("attempts");
        usage.Property(u => u.Outcome).HasColumnName("outcome");
        usage.Property(u => u.Error).HasColumnName("error");
        usage.Property(u => u.Status).HasColumnName("status");
        usage.Property(u => u.CancelPolicy).HasColumnName("cancel_policy");
        usage.Property(u => u.Node).HasColumnName("node");

        usage.HasIndex(u => u.RequestId).IsUnique().HasDatabaseName("ux_usage_events_request");
        // An index of SQLite ends with the row's number, which is the sequence.
        if (isSqlite)
        {
            usage.HasIndex(u => u.At).HasDatabaseName("ix_usage_events_time");
            usage.HasIndex(u => new { u.KeyId, u.At }).HasDatabaseName("ix_usage_events_key");
        }
        else
        {
            usage.HasIndex(u => new { u.At, u.Sequence }).HasDatabaseName("ix_usage_events_time");
            usage.HasIndex(u => new { u.KeyId, u.At, u.Sequence }).HasDatabaseName("ix_usage_events_key");
        }

        // What a person used; requests of the installation's own keys are nobody's.
        usage.HasIndex(u => new { u.UserId, u.At }).HasFilter("user_id IS NOT NULL").HasDatabaseName("ix_usage_events_user");
        // Holds only running requests, so that a start finds the lost ones without reading the table.
        usage.HasIndex(u => u.Node).HasFilter("outcome IS NULL").HasDatabaseName("ix_usage_events_open");
    }

    /// <summary>SQLite numbers an integer key by itself; AUTOINCREMENT would write a second page in every commit.</summary>
    private static void Number(PropertyBuilder<long> sequence, bool isSqlite)
    {
        if (isSqlite) sequence.ValueGeneratedNever();
        else sequence.UseIdentityAlwaysColumn();
    }
}
