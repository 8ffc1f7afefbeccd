using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Parley.Data;
using Parley.Data.Postgres;
using Parley.Data.Sqlite;

namespace Parley.Tests.Data;

public sealed class MigrationTests
{
    private const string Remedy = "The model changed: run scripts/migrations.sh NAME and commit what it writes.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Migrations_match_the_model(bool postgres)
    {
        using var db = Create(postgres);
        Assert.False(db.Database.HasPendingModelChanges(), Remedy);
    }

    /// <summary>A start looks for migrations only when the database has another one last.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_context_knows_its_newest_migration(bool postgres)
    {
        using var db = Create(postgres);
        Assert.Equal(db.Database.GetMigrations().Last(), db.NewestMigration);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_compiled_model_is_the_model(bool postgres)
    {
        using var db = Create(postgres);
        var found = Describe(db.GetService<IDesignTimeModel>().Model);
        Assert.True(found.Length > 200);
        Assert.Equal(found, Describe(db.Model)); // another: run scripts/compile-models.sh
    }

    [Fact]
    public void Migrations_lag_behind_a_model_with_one_more_entity()
    {
        var options = new DbContextOptionsBuilder<SqliteParleyDbContext>().UseSqlite("Data Source=:memory:").ReplaceService<IModelCustomizer, WithExtra>().Options;
        using var db = new SqliteParleyDbContext(options);
        Assert.True(db.Database.HasPendingModelChanges());
    }

    private static ParleyDbContext Create(bool postgres) => postgres ? new PostgresDesignTimeFactory().CreateDbContext([]) : new SqliteDesignTimeFactory().CreateDbContext([]);

    /// <summary>All that a query and a change need to know, a line each.</summary>
    private static string[] Describe(IModel model) =>
    [
        .. model.GetEntityTypes().SelectMany(type => (string[])
        [
            $"{type.Name} in {type.GetTableName()}",
            .. type.GetProperties().Select(p => $"{type.Name}.{p.Name}: {p.ClrType} as {p.GetColumnName()} {p.GetColumnType()} by {p.GetTypeMapping().Converter?.GetType()}, "
                + $"null {p.IsNullable}, token {p.IsConcurrencyToken}, made {p.ValueGenerated}, length {p.GetMaxLength()}"),
            .. type.GetKeys().Select(key => $"{type.Name} key {Names(key.Properties)}, primary {key.IsPrimaryKey()}"),
            .. type.GetIndexes().Select(index => $"{type.Name} index {Names(index.Properties)}, unique {index.IsUnique}"),
            .. type.GetForeignKeys().Select(key => $"{type.Name} {Names(key.Properties)} to {key.PrincipalEntityType.Name} {Names(key.PrincipalKey.Properties)}, {key.DeleteBehavior}, {key.IsUnique}, {key.IsRequired}"),
            .. type.GetNavigations().Select(navigation => $"{type.Name} to {navigation.Name}"),
        ]).Order(StringComparer.Ordinal),
    ];

    private static string Names(IEnumerable<IReadOnlyProperty> properties) => string.Join('+', properties.Select(p => p.Name));

    private sealed class WithExtra(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            modelBuilder.Entity<Extra>();
        }
    }

    private sealed class Extra
    {
        public int Id { get; init; }
    }
}
