using Npgsql;
using NpgsqlTypes;

namespace Parley.Billing.Metering.Journal;

/// <summary>The journal in PostgreSQL, shared by many nodes: a row for each commit.</summary>
internal sealed class PostgresJournal(string connectionString, string node) : IJournal
{
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _append;

    public void Connect()
    {
        if (_connection is not null) return;
        _connection = new NpgsqlConnection(PostgresLedger.OwnConnection(connectionString));
        try
        {
            _connection.Open();
            _append = new NpgsqlCommand("INSERT INTO usage_journal (node, records) VALUES ($1, $2) RETURNING sequence", _connection);
            _append.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node, NpgsqlDbType = NpgsqlDbType.Text });
            _append.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = Array.Empty<byte>() });
            _append.Prepare();
        }
        catch
        {
            Disconnect();
            throw;
        }
    }

    public void Disconnect()
    {
        _append?.Dispose();
        _append = null;
        _connection?.Dispose();
        _connection = null;
    }

    public long Append(ReadOnlySpan<byte> records)
    {
        _append!.Parameters[1].Value = records.ToArray();
        return (long)_append.ExecuteScalar()!;
    }

    public void Prepare()
    {
    }

    public void Dispose() => Disconnect();
}
