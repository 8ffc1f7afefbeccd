using CsCheck;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Gateway.Ports;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing;

/// <summary>The law of the projection: any order, batching and repetition of the same records gives the same rows.</summary>
public sealed class ProjectionPropertyTests
{
    private const string Node = "00000000000000bb";

    // Per request: open only, settled only, or both; settlements of one request are equal, as a retried commit makes them.
    private static readonly Gen<(List<UsageEvent> Records, List<int> Order, List<int> Cuts)> Histories =
        from kinds in Gen.Int[1, 3].List[1, 12]
        let records = kinds.SelectMany((kind, i) => Records($"r{i:D2}", kind)).ToList()
        from order in Gen.Int[0, records.Count - 1].List[0, 30].Select(extra => Enumerable.Range(0, records.Count).Concat(extra).ToArray()).SelectMany(Gen.Shuffle)
        from cuts in Gen.Int[1, 5].List[1, 10]
        select (records, order.ToList(), cuts);

    [Fact]
    public void Folding_in_memory_obeys_it() => Histories.Sample(history =>
    {
        var shuffled = history.Order.Select(i => history.Records[i]);
        return Text(UsageFold.Fold(shuffled)) == Text(UsageFold.Fold(history.Records));
    });

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task The_tables_obey_it(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        using var journal = database.FileJournal(Node);
        using IUsageStore store = postgres ? new PostgresUsageStore(database.Options.Database, Node) : new SqliteUsageStore(database.Options.SqliteConnectionString, Node, journal);
        store.Connect();
        var round = 0;
        Histories.Sample(history =>
        {
            // Another round has other ids, so that the table need not be emptied.
            var prefix = $"{Interlocked.Increment(ref round):D6}-";
            var left = new Queue<UsageEvent>(history.Order.Select(i => Renamed(history.Records[i], prefix)));
            for (var i = 0; left.Count > 0; i++)
            {
                List<UsageEvent> chunk = [];
                while (left.Count > 0 && chunk.Count < history.Cuts[i % history.Cuts.Count]) chunk.Add(left.Dequeue());
                store.Project(UsageFold.Fold(chunk), []);
            }

            using var db = database.CreateDbContext();
            var rows = db.Set<UsageEvent>().Where(row => row.RequestId.StartsWith(prefix)).ToList();
            return Text(rows) == Text(UsageFold.Fold(history.Records).Select(row => Renamed(row, prefix)));
        }, iter: 60, threads: 1);
    }

    private static IEnumerable<UsageEvent> Records(string id, int kind)
    {
        var codec = new JournalCodec();
        var entry = new LedgerEntry(null!, LedgerRig.Intent(id), 0);
        if ((kind & 1) != 0) yield return JournalCodec.Read(codec.Write([new LedgerItem(entry, null)]), Node)[0];
        if ((kind & 2) != 0) yield return JournalCodec.Read(codec.Write([new LedgerItem(entry, LedgerRig.Settlement(id[1] == '0' ? CallOutcome.Completed : CallOutcome.Failed))]), Node)[0];
    }

    private static UsageEvent Renamed(UsageEvent row, string prefix)
    {
        var codec = new JournalCodec();
        var renamed = LedgerRig.Intent(prefix + row.RequestId);
        var entry = new LedgerEntry(null!, renamed, 0);
        UsageSettlement? settlement = row.Outcome is null ? null : LedgerRig.Settlement(row.Outcome == Outcomes.Completed ? CallOutcome.Completed : CallOutcome.Failed);
        return JournalCodec.Read(codec.Write([new LedgerItem(entry, settlement)]), Node)[0];
    }

    private static string Text(IEnumerable<UsageEvent> rows) => string.Join('\n', rows.OrderBy(row => row.RequestId, StringComparer.Ordinal).Select(row =>
        $"{row.RequestId} {row.At:O} {row.KeyId} {row.ModelAsked} {row.Model} {row.Provider} {row.Input} {row.Output} {row.Reasoning} {row.OutputImage} {row.Images} {row.AudioMilliseconds} {row.Characters} {row.RawUsage} {row.Total} {row.Outcome} {row.Status} {row.Node}"));
}
