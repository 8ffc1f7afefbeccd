using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Parley.Billing.Metering.Projection;

/// <summary>A prepared statement of SQLite, used again and again: the provider's commands cost several times as much
/// per row as the insert itself.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[1024];
    private int _parameter;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), database);
    }

    public SqliteStatement Bind(long? value) =>
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, ++_parameter, number) : raw.sqlite3_bind_null(_statement, ++_parameter));

    public SqliteStatement Bind(string? value)
    {
        if (value is null) return Check(raw.sqlite3_bind_null(_statement, ++_parameter));
        if (_text.Length < value.Length * 3) _text = new byte[value.Length * 3];
        var length = Encoding.UTF8.GetBytes(value, _text);
        return Check(raw.sqlite3_bind_text(_statement, ++_parameter, _text.AsSpan(0, length)));
    }

    public SqliteStatement Bind(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_statement, ++_parameter, value));

    /// <summary>Steps to the next row; false when there is none, and the statement is ready for another use.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        Reset();
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, _database);
        return false;
    }

    public void Run()
    {
        while (Step())
        {
        }
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Reset()
    {
        _parameter = 0;
        raw.sqlite3_reset(_statement);
    }

    private SqliteStatement Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
        return this;
    }
}
