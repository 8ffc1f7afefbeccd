using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Reliability;

/// <summary>The database goes away in the middle of traffic: callers wait or are told, nothing acknowledged is lost, and
/// Parley resumes by itself.</summary>
[Collection(BesideOthers.Databases), Trait("Pace", "slow")]
public sealed class DatabaseAwayTests
{
    private readonly ConcurrentDictionary<string, string> _answered = new();
    private readonly ConcurrentBag<WireAnswer> _refused = [];

    [Theory]
    [InlineData(1), InlineData(13)]
    public async Task PostgreSQL_restarts_in_the_middle_of_traffic(int secondsAway)
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var stage = await ReliabilityStage.StartAsync(await postgres.CreateDatabaseAsync());
        using var end = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 12).Select(i => WorkAsync(stage, i, end.Token)).ToArray();
        await UntilAnsweredAsync(50);
        await postgres.StopServerAsync();
        await Task.Delay(TimeSpan.FromSeconds(secondsAway));
        if (secondsAway > 10)
        {
            // Longer than requests wait for the ledger: they are told, at once, and the node takes itself out.
            Assert.NotEmpty(_refused);
            using var ready = await stage.Admin.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal((System.Net.HttpStatusCode.ServiceUnavailable, "usage records cannot be written"), (ready.StatusCode, await ready.Content.ReadAsStringAsync()));
        }

        await postgres.StartServerAsync();
        var resumed = Stopwatch.StartNew();
        await UntilAnsweredAsync(_answered.Count + 50);
        Assert.True(resumed.Elapsed < TimeSpan.FromSeconds(5), $"resumed only after {resumed.Elapsed}");
        await end.CancelAsync();
        await Task.WhenAll(workers);
        await CheckAsync(stage);
        Assert.All(_refused, r => Assert.True(r.Status is 503 && r.Headers.RetryAfter is not null && r.Error is not null || r.IsStream && r.Error is not null, $"{r.Status} {r.Body}"));
    }

    [Fact]
    public async Task After_a_restart_of_PostgreSQL_the_next_reads_answer_and_while_it_is_away_they_say_so()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var stage = await ReliabilityStage.StartAsync(await postgres.CreateDatabaseAsync());
        for (var round = 0; round < 3; round++)
        {
            // Many at once, so that many connections wait in the pool for the restart.
            Assert.All(await ReadAsync(stage, 24), r => Assert.Equal(200, r.Status));
            await postgres.StopServerAsync();
            await postgres.StartServerAsync();
            var answered = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => stage.AskAsync(new WireCall("chat", "chat/n3", i % 2 == 0))));
            Assert.All(answered, a => Assert.True(a.IsComplete, a.Body));
            foreach (var answer in answered) _answered[answer.Id!] = "after a restart";
            Assert.All(await ReadAsync(stage, 24), r => Assert.True(r.Status == 200, $"{r.Status} {r.Body}"));
        }

        await postgres.StopServerAsync();
        var watch = Stopwatch.StartNew();
        var away = await ReadAsync(stage, 9);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"told only after {watch.Elapsed}");
        Assert.All(away, r => Assert.True(r.Status == 503 && r.Body.Contains("\"traceId\"", StringComparison.Ordinal), $"{r.Status} {r.Body}"));
        using (var change = await stage.Admin.PostAsJsonAsync(new Uri("/api/v1/keys", UriKind.Relative), new { name = "lost", scopes = new[] { "gateway" } }))
            Assert.Equal((System.Net.HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)), (change.StatusCode, change.Headers.RetryAfter!.Delta));

        await postgres.StartServerAsync();
        Assert.All(await ReadAsync(stage, 9), r => Assert.True(r.Status == 200, $"{r.Status} {r.Body}"));
        await CheckAsync(stage);
    }

    [Fact]
    public async Task A_locked_SQLite_file_makes_requests_wait()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        using var end = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 12).Select(i => WorkAsync(stage, i, end.Token)).ToArray();
        await UntilAnsweredAsync(50);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(stage.Parley.DataFolder, "parley.db")};Pooling=false"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=5000; BEGIN EXCLUSIVE";
            await command.ExecuteNonQueryAsync();
            await Task.Delay(TimeSpan.FromSeconds(2));
            command.CommandText = "COMMIT";
            await command.ExecuteNonQueryAsync();
        }

        await UntilAnsweredAsync(_answered.Count + 50);
        await end.CancelAsync();
        await Task.WhenAll(workers);
        Assert.Empty(_refused);
        await CheckAsync(stage);
    }

    private static async Task<(int Status, string Body)[]> ReadAsync(ReliabilityStage stage, int count)
    {
        string[] paths = ["/api/v1/usage/events", "/api/v1/keys", "/api/v1/providers"];
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            using var answer = await stage.Admin.GetAsync(new Uri(paths[i % paths.Length], UriKind.Relative));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }));
    }

    private async Task CheckAsync(ReliabilityStage stage)
    {
        await stage.QuietAsync();
        var records = (await stage.Usage.AllAsync()).ToDictionary(r => r.GetProperty("requestId").GetString()!);
        Assert.All(_answered, a => Assert.True(records.TryGetValue(a.Key, out var record) && UsageBook.Outcome(record) == "completed", $"{a.Key} ({a.Value}) is missing"));
        // A kill afterwards finds nothing that was left open.
        await stage.Parley.KillAsync();
        await stage.Parley.StartAsync();
        Assert.DoesNotContain(await stage.Usage.AllAsync(), r => UsageBook.Outcome(r) == "indeterminate");
    }

    private async Task WorkAsync(ReliabilityStage stage, int worker, CancellationToken end)
    {
        for (var i = worker; !end.IsCancellationRequested; i++)
        {
            var call = new WireCall(i % 2 == 0 ? "chat" : "messages", $"{(i / 2 % 2 == 0 ? "chat" : "messages")}/n5-itl3", Stream: i % 3 > 0);
            var answer = await stage.AskAsync(call, CancellationToken.None);
            if (answer.IsComplete) _answered[answer.Id!] = call.ToString();
            else _refused.Add(answer);
            if (!answer.IsComplete) await Task.Delay(100, CancellationToken.None);
        }
    }

    private async Task UntilAnsweredAsync(int count)
    {
        var watch = Stopwatch.StartNew();
        while (_answered.Count < count)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"only {_answered.Count} of {count} answers came; {_refused.Count} were refused");
            await Task.Delay(10);
        }
    }
}
