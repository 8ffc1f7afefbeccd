using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Assets.Model;

internal sealed class AssetsModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<StoredFile>(file =>
        {
            file.Ignore(f => f.Hashes);
            file.Table("files").HasKey(f => f.Id);
            file.Property(f => f.Id).ValueGeneratedNever();
            file.Property(f => f.Name).HasMaxLength(StoredFile.MaxName);
            file.Property(f => f.Kind).HasConversion<string>().HasMaxLength(20);
            file.Property(f => f.MediaType).HasMaxLength(100);
            file.Property(f => f.Hash).HasMaxLength(64);
            file.Property(f => f.ThumbnailHash).HasMaxLength(64);
            file.Property(f => f.TextHash).HasMaxLength(64);
            file.Property(f => f.Note).HasMaxLength(1000);
            file.HasIndex(f => new { f.UserId, f.Id }).HasDatabaseName("ix_files_user");
        });
        model.Entity<StoredBlob>(blob =>
        {
            blob.Table("blobs").HasKey(b => b.Hash);
            blob.Property(b => b.Hash).HasMaxLength(64);
            blob.Property(b => b.Key).HasMaxLength(120);
            blob.HasIndex(b => b.Key).IsUnique().HasDatabaseName("ux_blobs_key");
            blob.HasIndex(b => b.Uses).HasDatabaseName("ix_blobs_unused").HasFilter("uses = 0");
        });
    }
}
