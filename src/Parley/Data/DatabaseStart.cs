using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Parley.Data.Sqlite;
using Parley.Shared;

namespace Parley.Data;

/// <summary>Makes the database ready before anything reads it: checks the engine, takes the data folder for a server,
/// brings the tables up to date. What goes wrong is a <see cref="UserError"/>.</summary>
internal sealed class DatabaseStart(DatabaseOptions options, IDbContextFactory<ParleyDbContext> databases) : IDisposable
{
    private IDisposable? _serverLock;

    /// <summary><paramref name="asServer"/>: true for the server, false for the verbs of the command line.</summary>
    public async Task PrepareAsync(bool asServer, CancellationToken cancellationToken)
    {
        try
        {
            if (options.IsPostgres)
            {
                await UpdateAsync(cancellationToken);
                return;
            }

            SqliteVersion.Check();
            var folder = Directory.CreateDirectory(Path.GetFullPath(options.DataFolder)).FullName;
            if (asServer) _serverLock ??= ServerLock.Take(folder);
            using (await SqliteUpdateLock.TakeAsync(folder, cancellationToken))
            {
                await UpdateAsync(cancellationToken);
            }
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new UserError($"The data folder {Path.GetFullPath(options.DataFolder)} cannot be written: {problem.Message} Change its rights, or choose another (Parley:DataFolder).", problem);
        }
        catch (IOException problem) when (!options.IsPostgres)
        {
            throw new UserError($"The data folder {Path.GetFullPath(options.DataFolder)} cannot be used: {problem.Message} Choose another (Parley:DataFolder).", problem);
        }
        catch (DbException problem)
        {
            throw new UserError(DatabaseTrouble.Describe(options, problem), problem);
        }
    }

    public void Dispose() => _serverLock?.Dispose();

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await AppliedAsync(db, cancellationToken);
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } unknown)
        {
            throw new UserError(
                $"The database {DatabaseTrouble.Name(options)} was written by a newer version of Parley (it knows \"{unknown}\"). Nothing was changed. Start that version, or restore an older copy of the data.");
        }

        if (known.Count <= applied.Count) return;
        if (!options.IsPostgres) await SqliteUpdateLock.ForgetBrokenUpdateAsync(options.SqliteConnectionString, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private static async Task<List<string>> AppliedAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return []; // No such database yet: the update creates it.
        }
    }
}
