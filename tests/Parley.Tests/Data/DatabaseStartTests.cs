using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Data.KeyRing;
using Parley.Data.Sqlite;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Data;

public sealed class DatabaseStartTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_second_start_finds_nothing_to_do(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        using var start = new DatabaseStart(database.Options, database, database.Commands, []);
        await start.PrepareAsync(asServer: true, default);
        await using var db = database.CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.Empty(await db.Set<ChangeStamp>().ToListAsync());
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_newer_database_stops_the_start(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var db = database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99991231000000_Future', '99.0')");
        }

        var failure = await FailAsync(database.Options, database);
        Assert.Contains("newer version of Parley", failure.Message, StringComparison.Ordinal);
        Assert.Contains("99991231000000_Future", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_and_stays_untouched()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        SqliteConnection.ClearAllPools();
        var text = string.Join('\n', Enumerable.Repeat("this is not a database", 100));
        await File.WriteAllTextAsync(database.Options.SqliteFile, text);
        var failure = await FailAsync(database.Options, database);
        Assert.Contains("not a readable Parley database", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(database.Options.SqliteFile));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named_without_its_password()
    {
        var options = new DatabaseOptions { Database = "Host=127.0.0.1;Port=1;Username=u;Password=hush;Database=parley;Timeout=2" };
        var failure = await FailAsync(options, new Unreachable(options));
        Assert.Contains("cannot be reached at 127.0.0.1:1/parley", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_stops_the_start()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var options = new DatabaseOptions { DataFolder = database.Options.SqliteFile };
        var failure = await FailAsync(options, database);
        Assert.Contains("data folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_data_folder_but_the_command_line_may()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using (var first = new DatabaseStart(database.Options, database, database.Commands, []))
        {
            await first.PrepareAsync(asServer: true, default);
            using var second = new DatabaseStart(database.Options, database, database.Commands, []);
            var failure = await Assert.ThrowsAsync<UserError>(() => second.PrepareAsync(asServer: true, default));
            Assert.Contains("Another Parley server", failure.Message, StringComparison.Ordinal);
            await second.PrepareAsync(asServer: false, default);
        }

        using var later = new DatabaseStart(database.Options, database, database.Commands, []);
        await later.PrepareAsync(asServer: true, default);
    }

    [Theory]
    [InlineData("server.lock")]
    [InlineData("update.lock")]
    public async Task A_lock_that_cannot_be_made_is_not_taken_for_another_process(string file)
    {
        using var database = TestDatabase.CreateEmpty();
        var path = Path.Combine(database.Options.DataFolder, file);
        File.CreateSymbolicLink(path, path); // a circle: neither readable nor held by anybody
        var failure = await FailAsync(database.Options, database).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("cannot be used", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Another", failure.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task A_data_folder_may_have_any_name()
    {
        using var folder = new TemporaryFolder();
        var options = new DatabaseOptions { DataFolder = Path.Combine(folder.Path, "a;b='c\" d") };
        await using var connection = new SqliteConnection(options.SqliteConnectionString);
        Assert.Equal(options.SqliteFile, connection.DataSource);
        Directory.CreateDirectory(options.DataFolder);
        await connection.OpenAsync();
        Assert.True(File.Exists(options.SqliteFile));
        SqliteConnection.ClearPool(connection);
    }

    [Fact]
    public async Task An_update_that_was_killed_does_not_block_the_next_one()
    {
        using var database = TestDatabase.CreateEmpty();
        await using (var db = database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT)");
            await db.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01')");
        }

        using var start = new DatabaseStart(database.Options, database, database.Commands, []);
        await start.PrepareAsync(asServer: false, default).WaitAsync(TimeSpan.FromSeconds(20));
        await using var after = database.CreateDbContext();
        Assert.Empty(await after.Set<ChangeStamp>().ToListAsync());
    }

    [Fact]
    public void The_library_of_sqlite_is_new_enough_and_an_old_one_is_refused()
    {
        SqliteVersion.Check();
        Assert.Throws<UserError>(() => SqliteVersion.Check("3.51.2"));
    }

    [Fact]
    public void The_runtime_that_seals_credentials_is_new_enough_and_an_old_one_is_refused()
    {
        DataProtectionVersion.Check();
        foreach (var good in new[] { "10.0.7", "10.0.12+commit", "11.0.0-preview.1+commit" }) DataProtectionVersion.Check(good);
        var old = Assert.Throws<UserError>(() => DataProtectionVersion.Check("10.0.6+commit"));
        Assert.Contains("10.0.6;", old.Message, StringComparison.Ordinal);
    }

    private static async Task<UserError> FailAsync(DatabaseOptions options, IDbContextFactory<ParleyDbContext> databases)
    {
        using var turn = new Parley.Data.Sqlite.SqliteWriteTurn();
        using var start = new DatabaseStart(options, databases, new DatabaseCommands(options, turn), []);
        var failure = await Assert.ThrowsAsync<UserError>(() => start.PrepareAsync(asServer: true, default));
        Assert.DoesNotContain('\n', failure.Message);
        return failure;
    }

    private sealed class Unreachable(DatabaseOptions options) : IDbContextFactory<ParleyDbContext>
    {
        public ParleyDbContext CreateDbContext() => new Parley.Data.Postgres.PostgresParleyDbContext(
            new DbContextOptionsBuilder<Parley.Data.Postgres.PostgresParleyDbContext>().UseNpgsql(options.Database).Options);
    }
}
