using Microsoft.Data.Sqlite;

namespace Parley.Data.Sqlite;

/// <summary>
/// One process at a time updates the tables. EF Core's own lock is a row in <c>__EFMigrationsLock</c>, which a killed
/// process leaves behind and every later one then waits for without end (known as a limit of its SQLite
/// provider); so a file lock, which the system releases, guards
/// the update, and a row found under it is a dead one.
/// </summary>
internal static class SqliteUpdateLock
{
    public static async Task<IDisposable> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "update.lock");
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 600)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
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
