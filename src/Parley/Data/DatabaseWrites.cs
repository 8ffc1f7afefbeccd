using Microsoft.Data.Sqlite;

namespace Parley.Data;

/// <summary>
/// Tells whether anybody wrote, without looking at what, so that who looks twice a second need not look while nobody did. SQLite counts it (<c>PRAGMA data_version</c>), on a connection of its own,
/// which takes some microseconds; PostgreSQL is always looked at.
/// </summary>
internal sealed class DatabaseWrites(DatabaseOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private SqliteCommand? _command;

    /// <summary>Another number after each commit since the last call, of any process; null where that is not known.</summary>
    public long? Read()
    {
        if (options.IsPostgres) return null;
        lock (_gate)
        {
            try
            {
                return (long)(_command ??= Open()).ExecuteScalar()!;
            }
            catch (SqliteException)
            {
                Close();
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate) Close();
    }

    private SqliteCommand Open()
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(options.SqliteConnectionString) { Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        _connection.Open();
        var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return command;
    }

    private void Close()
    {
        _command?.Dispose();
        _connection?.Dispose();
        (_command, _connection) = (null, null);
    }
}
