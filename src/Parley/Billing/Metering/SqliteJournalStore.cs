using Microsoft.Data.Sqlite;
using Parley.Billing.Model;
using Parley.Data.Sqlite;

namespace Parley.Billing.Metering;

/// <summary>The journal in SQLite. The server holds its data folder alone, so every other node in it is gone.</summary>
internal sealed class SqliteJournalStore(string connectionString, string node) : IJournalStore
{
    // The writer tries again by itself and says so; a larger write-ahead log costs fewer copies back into the file.
    private const string Pragmas = SqlitePragmas.Sql + "PRAGMA busy_timeout=250; PRAGMA wal_autocheckpoint=4000;";

    private readonly List<SqliteStatement> _statements = [];
    private SqliteConnection? _connection;
    private SqliteStatement _append = null!, _read = null!, _upsert = null!, _delete = null!, _begin = null!, _commit = null!;
    private long _sequence;

    public void Connect()
    {
        if (_connection is not null) return;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ConnectionString);
        try
        {
            connection.Open();
            using (var pragmas = connection.CreateCommand())
            {
                pragmas.CommandText = Pragmas;
                pragmas.ExecuteNonQuery();
            }

            _connection = connection;
            Prepare();
        }
        catch
        {
            _connection = connection;
            Disconnect();
            throw;
        }
    }

    public void Disconnect()
    {
        foreach (var statement in _statements) statement.Dispose();
        _statements.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    public long Append(ReadOnlySpan<byte> records)
    {
        _append.Bind(_sequence + 1).Bind(node).Bind(records).Run();
        return ++_sequence;
    }

    public IReadOnlyList<JournalBatch> Read(string node, long after, int most)
    {
        List<JournalBatch> batches = [];
        _read.Bind(node).Bind(after).Bind(most);
        while (_read.Step()) batches.Add(new JournalBatch { Sequence = _read.Number(0), Node = node, Records = _read.Blob(1) });
        return batches;
    }

    public void Project(IReadOnlyCollection<UsageEvent> rows, IReadOnlyList<JournalBatch> batches)
    {
        _begin.Run();
        foreach (var row in rows) Upsert(row);
        foreach (var batch in batches) _delete.Bind(batch.Sequence).Run();
        _commit.Run();
    }

    public IReadOnlyList<string> FindOthers()
    {
        List<string> nodes = [];
        using var find = new SqliteStatement(_connection!.Handle!,
            "SELECT node FROM usage_journal WHERE node <> ?1 UNION SELECT node FROM usage_events WHERE outcome IS NULL AND node <> ?1");
        find.Bind(node);
        while (find.Step()) nodes.Add(find.Text(0));
        return nodes;
    }

    public bool TryClaim(string node) => true;

    public void Release(string node)
    {
    }

    public int GiveUpOpenRows(string node)
    {
        using var update = _connection!.CreateCommand();
        update.CommandText = "UPDATE usage_events SET outcome = 'indeterminate' WHERE outcome IS NULL AND node = $node";
        update.Parameters.AddWithValue("$node", node);
        return update.ExecuteNonQuery();
    }

    public void Dispose() => Disconnect();

    private void Prepare()
    {
        var parameters = string.Join(", ", Enumerable.Repeat("?", UsageSql.IntentColumns.Length + UsageSql.SettlementColumns.Length));
        _append = Add("INSERT INTO usage_journal (sequence, node, records) VALUES (?, ?, ?)");
        _read = Add("SELECT sequence, records FROM usage_journal WHERE node = ? AND sequence > ? ORDER BY sequence LIMIT ?");
        _upsert = Add($"INSERT INTO usage_events ({UsageSql.Columns}) VALUES ({parameters}) {UsageSql.OnConflict}");
        _delete = Add("DELETE FROM usage_journal WHERE sequence = ?");
        _begin = Add("BEGIN IMMEDIATE");
        _commit = Add("COMMIT");
        using var last = new SqliteStatement(_connection!.Handle!, "SELECT coalesce(max(sequence), 0) FROM usage_journal");
        while (last.Step()) _sequence = Math.Max(_sequence, last.Number(0));
    }

    private SqliteStatement Add(string sql)
    {
        var statement = new SqliteStatement(_connection!.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }

    private void Upsert(UsageEvent row) => _upsert
        .Bind(row.RequestId).Bind(row.At.UtcTicks).Bind(row.KeyId).Bind(row.UserId).Bind(row.Tags)
        .Bind(row.Format).Bind(row.Operation).Bind(row.Stream ? 1 : 0).Bind(row.ModelAsked).Bind(row.Node)
        .Bind(row.Model).Bind(row.Provider).Bind(row.Input).Bind(row.CacheRead).Bind(row.CacheWrite5m).Bind(row.CacheWrite1h)
        .Bind(row.Output).Bind(row.Reasoning).Bind(row.InputAudio).Bind(row.OutputAudio).Bind(row.Source).Bind(row.RawUsage)
        .Bind(row.UpstreamStarted).Bind(row.FirstToken).Bind(row.Total).Bind(row.Attempts).Bind(row.Outcome).Bind(row.Error)
        .Bind(row.Status).Bind(row.CancelPolicy)
        .Run();
}
