using Microsoft.Data.Sqlite;

namespace Parley.Data.Sqlite;

/// <summary>Tells whether anybody wrote, without looking at what: SQLite counts it (<c>PRAGMA data_version</c>). A connection of its own, which a look takes some microseconds of.</summary>
internal sealed class SqliteWrites(DatabaseOptions options) : IDisposable
{
    private SqliteConnection? _connection;
    private SqliteCommand? _command;

    /// <summary>Another number after each commit since the last call, of any process. One caller at a time.</summary>
    public long Read()
    {
        try
        {
            if (_command is null)
            {
                _connection = new SqliteConnection(new SqliteConnectionStringBuilder(options.SqliteConnectionString) { Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
                _connection.Open();
                _command = _connection.CreateCommand();
                _command.CommandText = "PRAGMA data_version";
            }

            return (long)_command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _command?.Dispose();
        _connection?.Dispose();
        (_command, _connection) = (null, null);
    }
}
