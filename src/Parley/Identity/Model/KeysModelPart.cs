using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Keys;

namespace Parley.Identity.Model;

internal sealed class KeysModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<ApiKey>(key =>
        {
            key.ToTable("api_keys");
            key.HasKey(k => k.Id);
            key.Property(k => k.Id).HasColumnName("id").HasMaxLength(KeyFormat.IdLength);
            key.Property(k => k.Name).HasColumnName("name").HasMaxLength(NewKey.MaxName);
            key.Property(k => k.Hash).HasColumnName("hash");
            key.Property(k => k.Scopes).HasColumnName("scopes").HasMaxLength(100);
            key.Property(k => k.CreatedAt).HasColumnName("created_at");
            key.Property(k => k.ExpiresAt).HasColumnName("expires_at");
            key.Property(k => k.RevokedAt).HasColumnName("revoked_at");
            key.Property(k => k.KeepsStreams).HasColumnName("keeps_streams");
            key.Property(k => k.MadeBy).HasColumnName("made_by").HasMaxLength(KeyFormat.IdLength);
            key.Property(k => k.UserId).HasColumnName("user_id");
            key.Property(k => k.RequestsPerMinute).HasColumnName("requests_per_minute");
            key.Property(k => k.TokensPerMinute).HasColumnName("tokens_per_minute");
            key.Property(k => k.Concurrency).HasColumnName("concurrency");
            key.Property(k => k.CacheSeconds).HasColumnName("cache_seconds");
            key.Property(k => k.Version).HasColumnName("version");
            key.Ignore(k => k.ScopeList);
            key.Ignore(k => k.Limits);
            key.HasIndex(k => new { k.UserId, k.CreatedAt, k.Id }).HasDatabaseName("ix_api_keys_user");
            key.HasIndex(k => new { k.CreatedAt, k.Id }).HasDatabaseName("ix_api_keys_created_at_id");
        });
        model.Entity<Pepper>(pepper =>
        {
            pepper.ToTable("peppers");
            pepper.HasKey(p => p.Id);
            pepper.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
            pepper.Property(p => p.Sealed).HasColumnName("sealed");
        });
    }
}
