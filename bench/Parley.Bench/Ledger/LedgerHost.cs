using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Parley.Billing;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Bench.Ledger;

/// <summary>The meter as the server runs it, without the server.</summary>
internal sealed class LedgerHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly LedgerKeeper _keeper;
    private readonly string _folder;
    private readonly bool _isOwnFolder;
    private readonly DatabaseOptions _database;

    private LedgerHost(ServiceProvider services, string folder, bool isOwnFolder)
    {
        (_services, _folder, _isOwnFolder) = (services, folder, isOwnFolder);
        _keeper = services.GetServices<IHostedService>().OfType<LedgerKeeper>().Single();
        _database = services.GetRequiredService<DatabaseOptions>();
        Ledger = services.GetRequiredService<IUsageLedger>();
    }

    public IUsageLedger Ledger { get; }

    /// <summary>Times of bare single-row commits in microseconds, sorted: what the disk or the server alone costs.</summary>
    public List<double> BareCommits { get; private set; } = [];

    public string Name => _database.IsPostgres ? "PostgreSQL" : $"SQLite in {_folder}";

    public static async Task<LedgerHost> StartAsync(string? postgres, string? folder, string durability)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder ?? Path.GetTempPath(), $"parley-bench-{Environment.ProcessId}")).FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Parley:DataFolder"] = data, ["Parley:Database"] = postgres, ["Parley:Metering:Durability"] = durability,
            ["Parley:Metering:WriteTimeout"] = "00:01:00", // a reader waits for the backlog of the fastest run
        }).Build();
        var services = new ServiceCollection().AddLogging(log => log.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)).AddData(configuration).AddBilling(configuration).BuildServiceProvider();
        await services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: true, CancellationToken.None);
        var host = new LedgerHost(services, data, folder is null);
        host.BareCommits = host.MeasureBareCommits(300); // Before the keeper starts: a journal in files has one writer.
        await host._keeper.StartAsync(CancellationToken.None);
        return host;
    }

    public Task CatchUpAsync() => _services.GetRequiredService<LedgerProjector>().CatchUpAsync(CancellationToken.None);

    private List<double> MeasureBareCommits(int count)
    {
        using IJournal journal = _database.IsPostgres
            ? new PostgresJournal(_database.Database, "00000000000000aa")
            : new FileJournal(Path.Combine(_folder, "bare.usage"), "00000000000000aa", NullLogger<FileJournal>.Instance);
        List<double> times = [];
        for (var i = 0; i < count; i++)
        {
            journal.Connect();
            var start = Stopwatch.GetTimestamp();
            journal.Append("""{"v":1,"r":[]}"""u8);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        times.Sort();
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
