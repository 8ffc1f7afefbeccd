using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Parley.Data;

/// <summary>The one context. Its model is the sum of the modules' parts; two thin subclasses carry the migrations of
/// SQLite and PostgreSQL.</summary>
internal abstract class ParleyDbContext(DbContextOptions options, IEnumerable<IModelPart> parts) : DbContext(options)
{
    /// <summary>Waits until this context may write, where writers take turns; dispose of what is given when it has written.</summary>
    public virtual ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken cancellationToken) => default;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in parts) part.Configure(modelBuilder, Database.IsSqlite());
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for instants: UTC ticks sort and compare as numbers. PostgreSQL's timestamptz takes only UTC.
        if (Database.IsSqlite()) configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
