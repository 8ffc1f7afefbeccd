using Npgsql;
using Parley.Data;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Data;

/// <summary>A pooler between Parley and PostgreSQL.</summary>
[Trait("Pace", "slow")]
public sealed class PoolerTests
{
    [Theory]
    [InlineData("transaction"), InlineData("statement")]
    public async Task Connections_that_are_lent_for_less_than_a_session_stop_the_start(string poolMode)
    {
        var direct = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var pooler = await PgBouncer.StartAsync(poolMode, direct);
        var failure = await Assert.ThrowsAsync<UserError>(() => PrepareAsync(pooler.ConnectionString));
        Assert.Contains("pool_mode = session", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        // A lock that stays in a connection of the pooler would keep the next start waiting.
        Assert.Equal(0L, await AskAsync(direct, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        Assert.Equal(0L, await AskAsync(direct, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Connections_that_are_lent_for_a_session_serve()
    {
        var direct = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var pooler = await PgBouncer.StartAsync("session", direct);
        await PrepareAsync(pooler.ConnectionString);
        Assert.NotEqual(0L, await AskAsync(direct, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    private static async Task PrepareAsync(string connection)
    {
        using var database = TestDatabase.At(connection);
        using var start = new DatabaseStart(database.Options, database, database.Commands, []);
        await start.PrepareAsync(asServer: true, default);
        // What the pool keeps would hold the pooler's connections beyond its end.
        await using var pool = new NpgsqlConnection(connection);
        NpgsqlConnection.ClearPool(pool);
    }

    private static async Task<long> AskAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
