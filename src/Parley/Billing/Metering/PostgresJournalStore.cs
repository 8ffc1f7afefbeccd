using Npgsql;
using NpgsqlTypes;
using Parley.Billing.Model;

namespace Parley.Billing.Metering;

/// <summary>
/// The journal in PostgreSQL, shared by many nodes. Each node projects its own batches and holds an advisory lock as
/// long as its connection lives; who can take a node's lock knows that its process, or its connection, is gone. A
/// process that lost only its connection settles later, and its settlement corrects the row (see <see cref="UsageFold"/>).
/// </summary>
internal sealed class PostgresJournalStore(string connectionString, string node) : IJournalStore
{
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _append;
    private bool _holdsLock;

    public void Connect()
    {
        if (_connection is not null) return;
        var options = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, CommandTimeout = 10, KeepAlive = 15 };
        _connection = new NpgsqlConnection(options.ConnectionString);
        try
        {
            _connection.Open();
            _holdsLock = TryClaim(node);
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

    public IReadOnlyList<JournalBatch> Read(string node, long after, int most)
    {
        using var command = Command("SELECT sequence, records FROM usage_journal WHERE node = $1 AND sequence > $2 ORDER BY sequence LIMIT $3", node, after, most);
        using var reader = command.ExecuteReader();
        List<JournalBatch> batches = [];
        while (reader.Read()) batches.Add(new JournalBatch { Sequence = reader.GetInt64(0), Node = node, Records = reader.GetFieldValue<byte[]>(1) });
        return batches;
    }

    public void Project(IReadOnlyCollection<UsageEvent> rows, IReadOnlyList<JournalBatch> batches)
    {
        // A batch without an explicit transaction is one by itself, in one round trip.
        using var batch = new NpgsqlBatch(_connection);
        if (rows.Count > 0) batch.BatchCommands.Add(PostgresUsageRows.ToCommand(rows));
        var delete = new NpgsqlBatchCommand("DELETE FROM usage_journal WHERE sequence = ANY($1)");
        delete.Parameters.Add(new NpgsqlParameter { Value = batches.Select(b => b.Sequence).ToArray() });
        batch.BatchCommands.Add(delete);
        batch.ExecuteNonQuery();
    }

    public IReadOnlyList<string> FindOthers()
    {
        // After a lost connection the lock may have stayed with it; once PostgreSQL notices the loss it is free again.
        if (!_holdsLock) _holdsLock = TryClaim(node);
        using var command = Command(
            "SELECT node FROM usage_journal WHERE node <> $1 UNION SELECT node FROM usage_events WHERE outcome IS NULL AND node <> $1", node);
        using var reader = command.ExecuteReader();
        List<string> nodes = [];
        while (reader.Read()) nodes.Add(reader.GetString(0));
        return nodes;
    }

    public bool TryClaim(string node)
    {
        using var command = Command("SELECT pg_try_advisory_lock($1)", LedgerIdentity.LockOf(node));
        return (bool)command.ExecuteScalar()!;
    }

    public void Release(string node)
    {
        using var command = Command("SELECT pg_advisory_unlock($1)", LedgerIdentity.LockOf(node));
        command.ExecuteScalar();
    }

    public int GiveUpOpenRows(string node)
    {
        using var command = Command("UPDATE usage_events SET outcome = 'indeterminate' WHERE outcome IS NULL AND node = $1", node);
        return command.ExecuteNonQuery();
    }

    public void Dispose() => Disconnect();

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
