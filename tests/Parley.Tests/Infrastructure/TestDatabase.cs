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

    /// <summary>What the migrations make is made once in a test run, and copied: most tests want a database, few the making of it.</summary>
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MakeTemplateAsync);

    private readonly SqliteWriteTurn _turn = new();

    private TestDatabase(DatabaseOptions options) => (Options, Commands) = (options, new DatabaseCommands(options, _turn));

    public DatabaseOptions Options { get; }

    public DatabaseCommands Commands { get; }

    public static async Task<TestDatabase> CreateAsync(bool postgres)
    {
        if (postgres) return At(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(PrepareAsync));
        var database = CreateEmpty();
        File.Copy(await SqliteTemplate.Value, database.Options.SqliteFile);
        return database;
    }

    /// <summary>On a given PostgreSQL database.</summary>
    public static async Task<TestDatabase> CreateAsync(string postgres)
    {
        await PrepareAsync(postgres);
        return At(postgres);
    }

    /// <summary>SQLite, without tables.</summary>
    public static TestDatabase CreateEmpty() => At("");

    public ParleyDbContext CreateDbContext() => Options.IsPostgres
        ? new PostgresParleyDbContext(new DbContextOptionsBuilder<PostgresParleyDbContext>().UseNpgsql(Options.Database).Options)
        : new SqliteParleyDbContext(
            new DbContextOptionsBuilder<SqliteParleyDbContext>().UseSqlite(Options.SqliteConnectionString).AddInterceptors(new SqlitePragmas()).Options);

    /// <summary>The usage journal of a process, beside an SQLite database.</summary>
    public FileJournal FileJournal(string node) => new(Parley.Billing.Metering.Journal.FileJournal.FolderOf(Options.SqliteFile), node, NullLogger<FileJournal>.Instance);

    /// <summary>Of a connection string, without tables; empty: SQLite.</summary>
    public static TestDatabase At(string postgres) =>
        new(new DatabaseOptions { DataFolder = Directory.CreateTempSubdirectory("parley-test-").FullName, Database = postgres });

    /// <summary>Makes the tables of a PostgreSQL database.</summary>
    private static async Task PrepareAsync(string postgres)
    {
        using var database = At(postgres);
        await database.MigrateAsync();
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var database = CreateEmpty();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.Dispose();
        await database.MigrateAsync();
        // Closed, all of it is in one file.
        using var connection = new SqliteConnection(database.Options.SqliteConnectionString);
        SqliteConnection.ClearPool(connection);
        return database.Options.SqliteFile;
    }

    private async Task MigrateAsync()
    {
        using var start = new DatabaseStart(Options, this, Commands, []);
        await start.PrepareAsync(asServer: false, CancellationToken.None);
    }

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
