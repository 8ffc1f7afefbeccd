using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Parley.Data;

/// <summary>The one context. Its model is the sum of the modules' parts, compiled for each database (<c>scripts/compile-models.sh</c>);
/// two thin subclasses carry the migrations of SQLite and PostgreSQL. Contexts are lent from a pool: a subclass keeps no state beyond a use.</summary>
internal abstract class ParleyDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The id of the last migration beside the context. A database that has it is up to date.</summary>
    public abstract string NewestMigration { get; }

    /// <summary>Waits until this context may write, where writers take turns; dispose of what is given when it has written.</summary>
    public virtual ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken cancellationToken) => default;

    /// <summary>Within a transaction: until its end, whoever holds the same waits here, and then sees what was committed. For what is counted before something is added to it, where no row is
    /// shared by all that add. Nothing where writers take turns.</summary>
    public virtual Task HoldAsync(string what, Guid whose, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For the tools and tests that work with migrations; a server has the compiled model.</summary>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in ModelParts.FindAll()) part.Configure(modelBuilder, Database.IsSqlite());
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for instants: UTC ticks sort and compare as numbers. PostgreSQL's timestamptz takes only UTC.
        if (Database.IsSqlite()) configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
