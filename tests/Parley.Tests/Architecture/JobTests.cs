using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Assets.Storage;
using Parley.Billing.Statistics;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity.Accounts;
using Parley.Identity.Mail;
using Parley.Identity.Recovery;
using Parley.Providers.Health;
using Parley.Providers.ResponseCache;
using Parley.Streams.Log;
using Parley.Streams.Responses;
using Parley.Tests.Identity;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Architecture;

/// <summary>A background service that lets an exception out ends the server, with all streams that run: whatever goes wrong, it goes on.</summary>
public sealed class JobTests
{
    private static readonly List<Type> Jobs = [.. JobFilters.Jobs(typeof(IModelPart).Assembly.GetTypes())];

    // Those that meet the database, or a mail server, by themselves or at once.
    private static readonly Type[] Troubled =
    [
        typeof(AccountSweep), typeof(ForgottenPasswords), typeof(SmtpPostman), typeof(PurgeJob), typeof(FeedKeeper), typeof(Reaper), typeof(RollupJob), typeof(BlobKeeper), typeof(HealthRecorder),
        typeof(CacheWriter), typeof(ChangeWatcher),
    ];

    [Fact]
    public void Jobs_catch_everything_but_their_own_end_and_not_only_what_somebody_thought_of()
    {
        var filters = Jobs.SelectMany(job => JobFilters.AskForTheEnd(job).Select(asks => (job.Name, asks))).ToList();
        Assert.InRange(filters.Count, 15, 1000);
        Assert.DoesNotContain(filters, filter => !filter.asks);
        using var narrow = new TooNarrow();
        Assert.Equal([false, true], JobFilters.AskForTheEnd(narrow.GetType()));
    }

    [Fact]
    public async Task Without_its_tables_every_job_tells_of_its_trouble_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var mail = new SmallMailServer();
        var told = new ConcurrentDictionary<string, string>();
        await using var app = Build(folder, mail, told);
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: true, Token);
        await app.StartAsync(Token);
        var running = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        // One is the program's own and touches nothing but memory.
        Assert.Equal(Jobs.Except([typeof(Tidying)]).Select(job => job.Name).Order(), running.Select(job => job.GetType().Name).Order());

        await DropTablesAsync(app.Services.GetRequiredService<DatabaseOptions>());
        app.Services.GetRequiredService<IPostman>().Post("ada@example.org", "Hello", "Hello");
        app.Services.GetRequiredService<ForgottenPasswords>().Ask("ada@example.org");
        app.Services.GetRequiredService<BlobKeeper>().Wake();
        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<IOException>(() => app.Services.GetRequiredService<ResponseStore>().SaveAsync(new StoredResponse { Id = "resp_lost", CreatedAt = DateTimeOffset.UtcNow }, Token).AsTask());
        var missing = Troubled.Select(job => job.FullName!).ToHashSet();
        for (var looks = 0; missing.Count > 0 && looks < 600 && !IsEnding(); looks++)
        {
            await Task.Delay(100, Token);
            missing.ExceptWith(told.Keys);
        }

        Assert.All(running, job => Assert.False(job.ExecuteTask is { IsFaulted: true } or { IsCanceled: true }, $"{job.GetType().Name} has ended: {job.ExecuteTask!.Exception}"));
        Assert.False(IsEnding());
        Assert.True(missing.Count == 0, $"No trouble was told by {string.Join(", ", missing)}.");
        await app.StopAsync(Token);

        bool IsEnding() => app.Lifetime.ApplicationStopping.IsCancellationRequested;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>All modules, in a time in which an hour is some seconds.</summary>
    private static WebApplication Build(TemporaryFolder folder, SmallMailServer mail, ConcurrentDictionary<string, string> told)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Parley:DataFolder", folder.Path), new("Parley:DetectLocal", "false"), new("Parley:Identity:PublicUrl", "https://parley.example.org"),
            new("Parley:Mail:Host", "127.0.0.1"), new("Parley:Mail:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), new("Parley:Mail:From", "parley@example.org"),
        ]);
        builder.Logging.ClearProviders().AddProvider(new Listener(told));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new HurriedTime(1200));
        Modules.AddForServer(builder.Services, builder.Configuration);
        return builder.Build();
    }

    /// <summary>No outage that would be over in a moment, and nothing that anybody has thought of.</summary>
    private static async Task DropTablesAsync(DatabaseOptions database)
    {
        await using var connection = new SqliteConnection(database.SqliteConnectionString);
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF";
        await command.ExecuteNonQueryAsync(Token);
        // Virtual ones first: they take their own tables with them.
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'";
        List<string> names = [];
        await using (var reader = await command.ExecuteReaderAsync(Token))
            while (await reader.ReadAsync(Token)) names.Add(reader.GetString(0));
        Assert.Contains("users", names);
        foreach (var name in names)
        {
            command.CommandText = $"DROP TABLE IF EXISTS \"{name}\"";
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    private sealed class Listener(ConcurrentDictionary<string, string> told) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Of(categoryName, told);

        public void Dispose()
        {
        }

        private sealed class Of(string category, ConcurrentDictionary<string, string> told) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel)) told[category] = formatter(state, exception);
            }
        }
    }

    /// <summary>What the rule is to find.</summary>
    private sealed class TooNarrow : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await Task.Delay(1, stoppingToken);
            }
            catch (Exception problem) when (problem is IOException)
            {
                // Too narrow.
            }

            try
            {
                await Task.Delay(1, stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // As it should be.
            }
        }
    }
}
