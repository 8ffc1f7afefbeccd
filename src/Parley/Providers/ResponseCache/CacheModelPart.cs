using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Providers.ResponseCache;

internal sealed class CacheModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<CacheRow>(row =>
    {
        row.ToTable("response_cache");
        row.HasKey(r => new { r.Owner, r.Digest });
        row.Property(r => r.Owner).HasColumnName("owner").HasMaxLength(80);
        row.Property(r => r.Digest).HasColumnName("digest").HasMaxLength(32);
        row.Property(r => r.Model).HasColumnName("model").HasMaxLength(256);
        row.Property(r => r.Tags).HasColumnName("tags").HasMaxLength(200);
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.ExpiresAt).HasColumnName("expires_at");
        row.Property(r => r.Bytes).HasColumnName("bytes");
        row.Property(r => r.Record).HasColumnName("record");
        row.HasIndex(r => r.ExpiresAt).HasDatabaseName("ix_response_cache_expiry");
        // The oldest go first, and how much there is is asked often: both without reading an answer.
        row.HasIndex(r => new { r.CreatedAt, r.Bytes }).HasDatabaseName("ix_response_cache_age");
    });
}
