using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.EntityFrameworkCore;
using Parley.Billing;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing;

/// <summary>The ledger as the server composes it, on a real database, without the server around it.</summary>
internal sealed class LedgerRig : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;
    private readonly LedgerKeeper _keeper;
    private static long _ids;

    private LedgerRig(TestDatabase database, ServiceProvider services)
    {
        (_database, _services) = (database, services);
        _keeper = services.GetServices<IHostedService>().OfType<LedgerKeeper>().Single();
    }

    public IUsageLedger Ledger => _services.GetRequiredService<IUsageLedger>();

    public LedgerQueue Queue => _services.GetRequiredService<LedgerQueue>();

    public LedgerIdentity Identity => _services.GetRequiredService<LedgerIdentity>();

    public CountingJournal Journal => (CountingJournal)_services.GetRequiredService<IJournal>();

    public static async Task<LedgerRig> StartAsync(TestDatabase database, params (string Key, string Value)[] settings)
    {
        var rig = Create(database, settings);
        await rig._keeper.StartAsync(default);
        return rig;
    }

    /// <summary>A rig whose keeper does not run yet.</summary>
    public static LedgerRig Create(TestDatabase database, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => "Parley:Metering:" + s.Key, s => (string?)s.Value)).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(database.Options).AddSingleton(database.Commands).AddSingleton<IDbContextFactory<ParleyDbContext>>(database);
        services.AddSingleton<IJournal>(provider => new CountingJournal(database.Options.IsPostgres
            ? new PostgresJournal(database.Options.Database, provider.GetRequiredService<LedgerIdentity>().Node)
            : provider.GetRequiredService<FileJournal>()));
        return new LedgerRig(database, services.AddBilling(configuration).BuildServiceProvider());
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task StartKeeperAsync() => _keeper.StartAsync(default);

    public Task StopAsync() => _keeper.StopAsync(default);

    public Task CatchUpAsync() => _services.GetRequiredService<LedgerProjector>().CatchUpAsync(default);

    /// <summary>What a scraper of this ledger's meter would read.</summary>
    public (long Backlog, long Projected) Figures()
    {
        _ = _services.GetRequiredService<LedgerMetrics>();
        var (backlog, projected) = (-1L, -1L);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "parley.ledger.backlog") backlog = value;
            if (instrument.Name == "parley.ledger.projected") projected = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return (backlog, projected);
    }

    /// <summary>All rows, after catching up.</summary>
    public async Task<List<UsageEvent>> RowsAsync()
    {
        await CatchUpAsync();
        return await StoredRowsAsync();
    }

    public async Task<List<UsageEvent>> StoredRowsAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.Set<UsageEvent>().AsNoTracking().OrderBy(row => row.Sequence).ToListAsync();
    }

    public async Task<int> JournalLengthAsync()
    {
        if (!_database.Options.IsPostgres)
        {
            var journal = _services.GetRequiredService<FileJournal>();
            return journal.OtherNodes.Append(Identity.Node).Sum(node => journal.Read(node, 0, int.MaxValue).Count);
        }

        await using var db = _database.CreateDbContext();
        return await db.Set<JournalBatch>().CountAsync();
    }

    public static UsageIntent Intent(string? id = null) => new()
    {
        RequestId = id ?? $"req_{Interlocked.Increment(ref _ids):D12}", At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), KeyId = "key1", UserId = "user1",
        Format = WireFormat.Chat, Operation = LlmOperation.Generate, ModelAsked = "gpt-x", Tags = "team=a",
    };

    public static UsageSettlement Settlement(CallOutcome outcome = CallOutcome.Completed, long output = 7) => new()
    {
        Outcome = outcome, Provider = "openai", Model = "gpt-x-2026", Usage = new Usage(1, 2, 3, 4, output, 6, 8, 9, 10, 11, 12, 13, 14), RawUsage = """{"total_tokens":40}"""u8.ToArray(),
        Attempts = 2, Status = 200, UpstreamStarted = TimeSpan.FromMicroseconds(150), FirstToken = TimeSpan.FromMilliseconds(20), Total = TimeSpan.FromMilliseconds(90),
    };

    public async ValueTask DisposeAsync()
    {
        await _keeper.StopAsync(default);
        await _services.DisposeAsync();
    }
}
