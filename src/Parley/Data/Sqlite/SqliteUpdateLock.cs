using Microsoft.Data.Sqlite;
using Parley.Shared;

namespace Parley.Data.Sqlite;

/// <summary>
/// One process at a time updates the tables. EF Core's own lock is a row in <c>__EFMigrationsLock</c>, which a killed
/// process leaves behind and every later one then waits for without end (a known limit of its SQLite provider); so a
/// file lock guards the update, and a row found under it is a dead one.
/// </summary>
internal static class SqliteUpdateLock
{
    private const int MostTries = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<IDisposable> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "update.lock");
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (FileLock.TryTake(path) is { } held) return held;
            await Task.Delay(Pause, cancellationToken);
        }

        throw new UserError($"Another process has been updating the database in {folder} for half a minute. Nothing was changed; wait for it, or stop it, and start again.");
    }

    public static async Task ForgetBrokenUpdateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        SqlitePragmas.Apply(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE IF EXISTS __EFMigrationsLock";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
