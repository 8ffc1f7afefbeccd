using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Data.Postgres;
using Parley.Data.Sqlite;

namespace Parley.Tests.Data;

public sealed class MigrationTests
{
    private const string Remedy = "The model changed: run scripts/migrations.sh NAME and commit what it writes.";

    [Fact]
    public void Migrations_of_sqlite_match_the_model()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges(), Remedy);
    }

    [Fact]
    public void Migrations_of_postgres_match_the_model()
    {
        using var db = new PostgresDesignTimeFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges(), Remedy);
    }

    [Fact]
    public void Migrations_lag_behind_a_model_with_one_more_entity()
    {
        var options = new DbContextOptionsBuilder<SqliteParleyDbContext>().UseSqlite("Data Source=:memory:").EnableServiceProviderCaching(false).Options;
        using var db = new SqliteParleyDbContext(options, [.. ModelParts.FindAll(), new ExtraPart()]);
        Assert.True(db.Database.HasPendingModelChanges());
    }

    private sealed class ExtraPart : IModelPart
    {
        public void Configure(ModelBuilder model, bool isSqlite) => model.Entity<Extra>();
    }

    private sealed class Extra
    {
        public int Id { get; init; }
    }
}
