using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Catalogue.Settings;

namespace Parley.Providers.Catalogue;

internal sealed class CatalogueModelPart : IModelPart
{
    public void Configure(ModelBuilder model, bool isSqlite)
    {
        model.Entity<ImportedLine>(line =>
        {
            line.ToTable("catalogue_lines");
            line.HasKey(l => l.Key);
            line.Property(l => l.Key).HasColumnName("key").HasMaxLength(700);
            line.Property(l => l.Provider).HasColumnName("provider").HasMaxLength(64);
            line.Property(l => l.Model).HasColumnName("model").HasMaxLength(256);
            line.Property(l => l.Line).HasColumnName("line");
            line.Property(l => l.ImportedAt).HasColumnName("imported_at");
        });

        model.Entity<ModelSettings>(settings =>
        {
            settings.ToTable("model_settings");
            settings.HasKey(s => s.Id);
            settings.Property(s => s.Id).HasColumnName("id").HasMaxLength(256);
            settings.Property(s => s.Enabled).HasColumnName("enabled");
            settings.Property(s => s.Aliases).HasColumnName("aliases");
            settings.Property(s => s.ContextWindow).HasColumnName("context_window");
            settings.Property(s => s.MaxOutputTokens).HasColumnName("max_output_tokens");
            settings.Property(s => s.RequestsPerMinute).HasColumnName("requests_per_minute");
            settings.Property(s => s.TokensPerMinute).HasColumnName("tokens_per_minute");
            settings.Property(s => s.Concurrency).HasColumnName("concurrency");
            settings.Property(s => s.Version).HasColumnName("version");
            settings.Property(s => s.UpdatedAt).HasColumnName("updated_at");
        });
    }
}
