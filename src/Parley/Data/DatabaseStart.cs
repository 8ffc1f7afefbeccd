using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Parley.Data.KeyRing;
using Parley.Data.Postgres;
using Parley.Data.Sqlite;
using Parley.Shared;

namespace Parley.Data;

/// <summary>Makes the database ready before anything reads it: checks the engine and the runtime, takes the data folder for a server,
/// brings the tables up to date, has made what must exist once. What goes wrong is a <see cref="UserError"/>.</summary>
internal sealed class DatabaseStart(DatabaseOptions options, IDbContextFactory<ParleyDbContext> databases, DatabaseCommands commands, IEnumerable<IStartWork> works) : IDisposable
{
    private IDisposable? _serverLock;
    private bool _hasTurn;

    /// <summary><paramref name="asServer"/>: true for the server, false for the verbs of the command line.</summary>
    public async Task PrepareAsync(bool asServer, CancellationToken cancellationToken)
    {
        DataProtectionVersion.Check();
        await using var turn = _hasTurn ? null : await TakeTurnAsync(cancellationToken);
        await TellAsync(async () =>
        {
            if (options.IsPostgres)
            {
                await UpdateAsync(cancellationToken);
                return true;
            }

            SqliteVersion.Check();
            // A folder that is made here is its owner's alone: it will hold what people say.
            var path = Folder();
            var folder = (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;
            if (asServer) _serverLock ??= ServerLock.Take(folder);
            using (await SqliteUpdateLock.TakeAsync(folder, cancellationToken)) await UpdateAsync(cancellationToken);
            return true;
        });
    }

    /// <summary>Whether there is a database already, in whatever state; otherwise <see cref="PrepareAsync"/> makes one. Changes nothing.</summary>
    public Task<bool> IsThereAsync(CancellationToken cancellationToken) => TellAsync(async () =>
    {
        if (options.IsPostgres) return await PostgresTables.AreThereAsync(commands, cancellationToken);
        try
        {
            // Says why where it cannot be seen; File.Exists would take that for no file.
            File.GetAttributes(Path.Combine(Folder(), Path.GetFileName(options.SqliteFile)));
            return true;
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    });

    /// <summary>Keeps every other node that starts on this database waiting until the result is disposed of: a server
    /// holds it for its whole start, in which it also makes its first key and registers its providers.</summary>
    public async Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        // Servers never share an SQLite database, and the update of its tables has a lock of its own.
        var held = options.IsPostgres ? await TellAsync(async () =>
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await PostgresTurn.TakeAsync(db, options.Database, cancellationToken);
        }) : null;
        _hasTurn = true;
        return new Turn(this, held);
    }

    public void Dispose() => _serverLock?.Dispose();

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // Looking for migrations loads every type of the program: not for a start that needs none.
        if (await LastMigrationAsync(cancellationToken) != db.NewestMigration)
        {
            // Before a context opens it, which writes into the file's head.
            await RefuseForeignAsync(cancellationToken);
            await MigrateAsync(db, cancellationToken);
        }

        foreach (var work in works) await work.RunAsync(cancellationToken);
    }

    /// <summary>Null where there is none, and where it cannot be read: then the migrations are looked at, and what is wrong is found.</summary>
    private async Task<string?> LastMigrationAsync(CancellationToken cancellationToken)
    {
        if (!options.IsPostgres && !File.Exists(options.SqliteFile)) return null;
        try
        {
            const string Newest = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\" DESC LIMIT 1";
            return (await commands.ReadAsync(Newest, row => row.GetString(0), cancellationToken)).FirstOrDefault();
        }
        catch (DbException)
        {
            return null;
        }
    }

    /// <summary>Tables without a history of migrations are another program's: Parley's own begin with the history. A PostgreSQL database may be shared.</summary>
    private async Task RefuseForeignAsync(CancellationToken cancellationToken)
    {
        if (options.IsPostgres || !File.Exists(options.SqliteFile)) return;
        List<string> tables = await commands.ReadAsync("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> '__EFMigrationsLock'", row => row.GetString(0), cancellationToken);
        if (tables.Count == 0 || tables.Contains("__EFMigrationsHistory")) return;
        throw new UserError($"The database {DatabaseTrouble.Name(options)} is another program's: it has tables, and none that Parley made. Nothing was changed. Move it away, or choose another folder (Parley:DataFolder).");
    }

    private async Task MigrateAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        List<string> applied = [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } unknown)
        {
            throw new UserError(
                $"The database {DatabaseTrouble.Name(options)} was written by a newer version of Parley (it knows \"{unknown}\"). Nothing was changed. Start that version, or restore an older copy of the data.");
        }

        if (known.Count == applied.Count) return;
        if (!options.IsPostgres) await SqliteUpdateLock.ForgetBrokenUpdateAsync(options.SqliteConnectionString, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private string Folder()
    {
        var path = Path.GetFullPath(options.DataFolder);
        return File.Exists(path) ? throw new UserError($"The data folder {path} is a file. Nothing was changed; choose another with --data (Parley:DataFolder).") : path;
    }

    /// <summary>Does something with the database; what goes wrong with it is told in one line.</summary>
    private async Task<T> TellAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new UserError($"The data folder {Path.GetFullPath(options.DataFolder)} cannot be written: {problem.Message} Change its rights, or choose another (Parley:DataFolder).", problem);
        }
        catch (IOException problem) when (!options.IsPostgres)
        {
            throw new UserError($"The data folder {Path.GetFullPath(options.DataFolder)} cannot be used: {problem.Message} Choose another (Parley:DataFolder).", problem);
        }
        catch (Exception problem) when (DatabaseTrouble.Find(problem) is { } database)
        {
            throw new UserError(DatabaseTrouble.Describe(options, database), problem);
        }
    }

    private sealed class Turn(DatabaseStart start, PostgresTurn? held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            start._hasTurn = false;
            return held?.DisposeAsync() ?? default;
        }
    }
}
