using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Billing.Metering.Journal;
using Parley.Data;
using Parley.Data.Postgres;
using Parley.Data.Sqlite;

namespace Parley.Tests.Infrastructure;

/// <summary>An empty, migrated database of either kind, in a folder of its own, with all model parts.</summary>
internal sealed class TestDatabase : IDbContextFactory<ParleyDbContext>, IDisposable
{
    public static TheoryData<bool> BothKinds => [false, true];

    private readonly SqliteWriteTurn _turn = new();

    private TestDatabase(DatabaseOptions options) => (Options, Commands) = (options, new DatabaseCommands(options, _turn));

    public DatabaseOptions Options { get; }

    public DatabaseCommands Commands { get; }

    public static async Task<TestDatabase> CreateAsync(bool postgres) =>
        await CreateAsync(postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : "");

    /// <summary>On a given PostgreSQL database, or (empty) on SQLite.</summary>
    public static async Task<TestDatabase> CreateAsync(string postgres)
    {
        var database = new TestDatabase(new DatabaseOptions { DataFolder = Directory.CreateTempSubdirectory("parley-test-").FullName, Database = postgres });
        using var start = new DatabaseStart(database.Options, database, database.Commands, []);
        await start.PrepareAsync(asServer: false, CancellationToken.None);
        return database;
    }

    /// <summary>SQLite, without tables.</summary>
    public static TestDatabase CreateEmpty() =>
        new(new DatabaseOptions { DataFolder = Directory.CreateTempSubdirectory("parley-test-").FullName });

    public ParleyDbContext CreateDbContext() => Options.IsPostgres
        ? new PostgresParleyDbContext(new DbContextOptionsBuilder<PostgresParleyDbContext>().UseNpgsql(Options.Database).Options)
        : new SqliteParleyDbContext(
            new DbContextOptionsBuilder<SqliteParleyDbContext>().UseSqlite(Options.SqliteConnectionString).AddInterceptors(new SqlitePragmas()).Options);

    /// <summary>The usage journal of a process, beside an SQLite database.</summary>
    public FileJournal FileJournal(string node) => new(Parley.Billing.Metering.Journal.FileJournal.FolderOf(Options.SqliteFile), node, NullLogger<FileJournal>.Instance);

    public void Dispose()
    {
        if (!Options.IsPostgres)
        {
            using var connection = new SqliteConnection(Options.SqliteConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        _turn.Dispose();
        Directory.Delete(Options.DataFolder, recursive: true);
    }
}
