using Npgsql;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Model;
using Parley.Billing.Statistics;
using Parley.Billing.Statistics.Model;

namespace Parley.Billing.Metering.Projection;

/// <summary>
/// The usage table in PostgreSQL, shared by many nodes. Each node projects its own batches and holds an advisory lock as
/// long as its connection lives; who can take a node's lock knows that its process, or its connection, is gone. A
/// process that lost only its connection settles later, and its settlement corrects the row (see <see cref="UsageFold"/>).
/// </summary>
internal sealed class PostgresUsageStore(string connectionString, string node) : IUsageStore
{
    // See RollupTable.ClaimLock.
    private static readonly string ShareClaimLock = $"SELECT pg_advisory_xact_lock_shared({RollupTable.ClaimLock})";

    private const string GiveUp =
        $"""
        WITH lost AS (UPDATE usage_events SET outcome = 'indeterminate' WHERE outcome IS NULL AND node = $1 RETURNING at),
             unmarked AS (DELETE FROM {RolledHour.Table} WHERE hour IN (SELECT {UsageSql.PostgresHour} FROM lost))
        SELECT count(*) FROM lost
        """;

    private NpgsqlConnection? _connection;
    private bool _holdsLock;

    public void Connect()
    {
        if (_connection is not null) return;
        _connection = new NpgsqlConnection(PostgresLedger.OwnConnection(connectionString));
        try
        {
            _connection.Open();
            _holdsLock = TryClaim(node);
        }
        catch
        {
            Disconnect();
            throw;
        }
    }

    public void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
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
        if (rows.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(ShareClaimLock));
            batch.BatchCommands.Add(PostgresUsageRows.ToCommand(rows));
            var unmark = new NpgsqlBatchCommand($"DELETE FROM {RolledHour.Table} WHERE hour = ANY($1)");
            unmark.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => Hours.Of(row.At)).Distinct().ToArray() });
            batch.BatchCommands.Add(unmark);
        }

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
        using var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ShareClaimLock));
        var giveUp = new NpgsqlBatchCommand(GiveUp);
        giveUp.Parameters.Add(new NpgsqlParameter { Value = node });
        batch.BatchCommands.Add(giveUp);
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return (int)reader.GetInt64(0);
    }

    public void Dispose() => Disconnect();

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
