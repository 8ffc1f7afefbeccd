using Microsoft.Data.Sqlite;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Model;
using Parley.Billing.Statistics;
using Parley.Billing.Statistics.Model;
using Parley.Data.Sqlite;

namespace Parley.Billing.Metering.Projection;

/// <summary>The usage table in SQLite, with the journal in files beside it. The server holds its data folder alone, so every
/// other node in it is gone.</summary>
internal sealed class SqliteUsageStore(string connectionString, string node, FileJournal journal) : IUsageStore
{
    // The projector tries again by itself and says so; a larger write-ahead log costs fewer copies back into the file.
    private const string Pragmas = SqlitePragmas.Sql + "PRAGMA busy_timeout=250; PRAGMA wal_autocheckpoint=4000;";

    private readonly List<SqliteStatement> _statements = [];
    private SqliteConnection? _connection;
    private SqliteStatement _upsert = null!, _unmark = null!, _begin = null!, _commit = null!;

    public void Connect()
    {
        if (_connection is not null) return;
        journal.Connect(); // what others left is looked for once
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

    public IReadOnlyList<JournalBatch> Read(string node, long after, int most) => journal.Read(node, after, most);

    public void Project(IReadOnlyCollection<UsageEvent> rows, IReadOnlyList<JournalBatch> batches)
    {
        _begin.Run();
        foreach (var row in rows) Upsert(row);
        Unmark(rows);
        _commit.Run();
        // A crash in between projects them once more, which changes nothing.
        journal.SetProjected(batches);
    }

    public IReadOnlyList<string> FindOthers()
    {
        List<string> nodes = [.. journal.OtherNodes];
        using var find = new SqliteStatement(_connection!.Handle!, "SELECT DISTINCT node FROM usage_events WHERE outcome IS NULL AND node <> ?1");
        find.Bind(node);
        while (find.Step()) nodes.Add(find.Text(0));
        return [.. nodes.Distinct()];
    }

    public bool TryClaim(string node) => true;

    public void Release(string node)
    {
    }

    public int GiveUpOpenRows(string node)
    {
        _begin.Run();
        using var unmark = _connection!.CreateCommand();
        unmark.CommandText = $"DELETE FROM {RolledHour.Table} WHERE hour IN (SELECT {UsageSql.SqliteHour} FROM usage_events WHERE outcome IS NULL AND node = $node)";
        unmark.Parameters.AddWithValue("$node", node);
        unmark.ExecuteNonQuery();
        using var update = _connection.CreateCommand();
        update.CommandText = "UPDATE usage_events SET outcome = 'indeterminate' WHERE outcome IS NULL AND node = $node";
        update.Parameters.AddWithValue("$node", node);
        var lost = update.ExecuteNonQuery();
        _commit.Run();
        return lost;
    }

    public void Dispose() => Disconnect();

    private void Prepare()
    {
        var parameters = string.Join(", ", Enumerable.Repeat("?", UsageSql.IntentColumns.Length + UsageSql.SettlementColumns.Length));
        _upsert = Add($"INSERT INTO usage_events ({UsageSql.Columns}) VALUES ({parameters}) {UsageSql.OnConflict}");
        _unmark = Add($"DELETE FROM {RolledHour.Table} WHERE hour = ?");
        _begin = Add("BEGIN IMMEDIATE");
        _commit = Add("COMMIT");
        TakeOver();
    }

    /// <summary>Before the journal had files of its own, batches stood in a table: those of a process that was killed still do. One that
    /// cannot be read stays there.</summary>
    private void TakeOver()
    {
        using var read = new SqliteStatement(_connection!.Handle!, "SELECT sequence, node, records FROM usage_journal ORDER BY sequence");
        List<(long Sequence, List<UsageEvent> Events)> left = [];
        while (read.Step())
        {
            if (JournalCodec.TryRead(read.Blob(2), read.Text(1), out var events, out _)) left.Add((read.Number(0), events));
        }

        if (left.Count == 0) return;
        using var delete = new SqliteStatement(_connection.Handle!, "DELETE FROM usage_journal WHERE sequence = ?");
        _begin.Run();
        var rows = UsageFold.Fold(left.SelectMany(batch => batch.Events));
        foreach (var row in rows) Upsert(row);
        Unmark(rows);
        foreach (var (sequence, _) in left) delete.Bind(sequence).Run();
        _commit.Run();
    }

    /// <summary>Hours whose records change are no longer rolled up.</summary>
    private void Unmark(IReadOnlyCollection<UsageEvent> rows)
    {
        foreach (var hour in rows.Select(row => Hours.Of(row.At)).Distinct()) _unmark.Bind(hour).Run();
    }

    private SqliteStatement Add(string sql)
    {
        var statement = new SqliteStatement(_connection!.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }

    private void Upsert(UsageEvent row) => _upsert
        .Bind(row.RequestId).Bind(row.At.UtcTicks).Bind(row.KeyId).Bind(row.UserId).Bind(row.Tags)
        .Bind(row.Format).Bind(row.Operation).Bind(row.Stream ? 1 : 0).Bind(row.ModelAsked).Bind(row.Continues).Bind(row.Route).Bind(row.Hedges).Bind(row.Node)
        .Bind(row.Model).Bind(row.Provider).Bind(row.Input).Bind(row.CacheRead).Bind(row.CacheWrite5m).Bind(row.CacheWrite1h)
        .Bind(row.Output).Bind(row.Reasoning).Bind(row.InputAudio).Bind(row.OutputAudio)
        .Bind(row.InputImage).Bind(row.OutputImage).Bind(row.Images).Bind(row.AudioMilliseconds).Bind(row.Characters).Bind(row.Source).Bind(row.RawUsage)
        .Bind(row.UpstreamStarted).Bind(row.FirstToken).Bind(row.Total).Bind(row.RouteReason).Bind(row.IsCached is { } hit ? (hit ? 1 : 0) : (long?)null).Bind(row.Attempts).Bind(row.Outcome).Bind(row.Error)
        .Bind(row.Status).Bind(row.CancelPolicy)
        .Run();
}
