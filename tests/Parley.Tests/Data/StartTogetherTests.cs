using System.Net;
using Npgsql;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Data;

/// <summary>Real nodes, and a verb, that start at the same moment on a PostgreSQL database that is empty or not even there.</summary>
[Trait("Pace", "slow")]
public sealed class StartTogetherTests
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Nodes_that_start_together_make_everything_once(bool exists)
    {
        // A race: one round may pass by luck, but CI runs often.
        var rounds = Reliable.Times("PARLEY_START_ROUNDS", 1);
        for (var round = 0; round < rounds; round++) await StartAsync(exists);
    }

    private static async Task StartAsync(bool exists)
    {
        var postgres = await PostgresServer.SharedAsync();
        var connection = await postgres.CreateDatabaseAsync();
        if (!exists) connection = new NpgsqlConnectionStringBuilder(connection) { Database = $"new_{Guid.CreateVersion7():N}" }.ConnectionString;
        await using var one = new ParleyServer(new() { Database = connection });
        await using var two = new ParleyServer(new() { Database = connection });
        var verb = one.CreateKeyAsync("from a verb");
        await Task.WhenAll(one.StartAsync(), two.StartAsync(), verb);

        var made = await verb;
        Assert.Equal(["", ""], new[] { one, two }.Select(server => server.Process.Errors));
        foreach (var server in new[] { one, two })
        {
            // The welcome is the last thing of a start; its first key is shown unless the verb's key was there before.
            await UntilAsync(() => server.Process.Output.Contains("Stop with Ctrl+C", StringComparison.Ordinal));
            using var client = server.CreateClient(made);
            using var answer = await client.GetAsync(new Uri("/v1/models/demo", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var shown = new[] { one, two }.Count(server => server.Process.Output.Contains("Bearer ply_", StringComparison.Ordinal));
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        Assert.Equal(1, await CountAsync(database, "key_ring"));
        Assert.Equal(1, await CountAsync(database, "peppers"));
        Assert.Equal(1 + shown, await CountAsync(database, "api_keys"));
        Assert.InRange(shown, 0, 1);
        Assert.Equal(1, await CountAsync(database, "providers"));
    }

    private static async Task<long> CountAsync(NpgsqlConnection database, string table)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table}", database);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++) await Task.Delay(25);
        Assert.True(condition());
    }
}
