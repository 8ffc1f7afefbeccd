using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Parley.Data;

namespace Parley.Streams.Model;

internal sealed class StreamsModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<LoggedStream>(Configure);
        model.Entity<LoggedFrames>(Configure);
        model.Entity<KeptResponse>(Configure);
    }

    private static void Configure(EntityTypeBuilder<LoggedStream> stream)
    {
        stream.ToTable("streams");
        stream.HasKey(s => s.Id);
        stream.Property(s => s.Id).HasColumnName("id").HasMaxLength(64);
        stream.Property(s => s.Owner).HasColumnName("owner").HasMaxLength(80);
        stream.Property(s => s.Format).HasColumnName("format").HasMaxLength(20);
        stream.Property(s => s.IsNumbered).HasColumnName("is_numbered");
        stream.Property(s => s.CreatedAt).HasColumnName("created_at");
        stream.Property(s => s.Node).HasColumnName("node").HasMaxLength(64);
        stream.Property(s => s.AliveAt).HasColumnName("alive_at");
        stream.Property(s => s.ReadAt).HasColumnName("read_at");
        stream.Property(s => s.IsToStop).HasColumnName("is_to_stop");
        stream.Property(s => s.EndedAt).HasColumnName("ended_at");
        // The reaper's question: which ones nobody has touched for long.
        stream.HasIndex(s => s.AliveAt).HasDatabaseName("ix_streams_alive");
    }

    private static void Configure(EntityTypeBuilder<LoggedFrames> frames)
    {
        frames.ToTable("stream_frames");
        frames.HasKey(f => new { f.StreamId, f.First });
        frames.Property(f => f.StreamId).HasColumnName("stream_id").HasMaxLength(64);
        frames.Property(f => f.First).HasColumnName("first");
        frames.Property(f => f.Count).HasColumnName("count");
        frames.Property(f => f.Bytes).HasColumnName("bytes");
        frames.HasOne<LoggedStream>().WithMany().HasForeignKey(f => f.StreamId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void Configure(EntityTypeBuilder<KeptResponse> response)
    {
        response.ToTable("responses");
        // A vendor chooses the ids of its responses: one that chose another caller's must not replace it.
        response.HasKey(r => new { r.Owner, r.Id });
        response.Property(r => r.Id).HasColumnName("id").HasMaxLength(200);
        response.Property(r => r.Owner).HasColumnName("owner").HasMaxLength(80);
        response.Property(r => r.CreatedAt).HasColumnName("created_at");
        response.Property(r => r.ExpiresAt).HasColumnName("expires_at");
        response.Property(r => r.PreviousId).HasColumnName("previous_id").HasMaxLength(200);
        response.Property(r => r.StreamId).HasColumnName("stream_id").HasMaxLength(64);
        response.Property(r => r.Provider).HasColumnName("provider").HasMaxLength(64);
        response.Property(r => r.Input).HasColumnName("input");
        response.Property(r => r.Body).HasColumnName("body");
        response.HasIndex(r => r.ExpiresAt).HasDatabaseName("ix_responses_expiry");
    }
}
