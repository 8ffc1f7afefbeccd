using Npgsql;
using Parley.Shared;

namespace Parley.Data.Postgres;

/// <summary>Parley keeps locks and prepared statements in its connections. A pooler that lends PostgreSQL's connections for a transaction, such as PgBouncer in its mode of that name, loses them:
/// nothing fails at the start, and much of it later.</summary>
internal static class PostgresSessions
{
    // One finds out where nobody else uses the pooler; where others do, they mix up the connections all the sooner.
    private const int Tries = 5;

    /// <summary>Throws a <see cref="UserError"/> where sessions are shared. <paramref name="connectionString"/> leads where <paramref name="connection"/> does, past Npgsql's own pool.</summary>
    public static async Task RefuseSharedAsync(NpgsqlConnection connection, string connectionString, CancellationToken cancellationToken)
    {
        var session = await SessionAsync(connection, cancellationToken);
        // PostgreSQL tells the same number when a connection begins; a pooler makes one up.
        if (session == connection.ProcessID) return;
        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync(cancellationToken);
        for (var i = 0; i < Tries; i++)
        {
            // A session that is our own stays, and nobody else gets it.
            if (await SessionAsync(other, cancellationToken) != session && await SessionAsync(connection, cancellationToken) == session) continue;
            throw new UserError(
                $"At {connection.Host}:{connection.Port} connections to PostgreSQL are lent for a transaction only, as PgBouncer does with pool_mode = transaction. Parley needs them for itself. Nothing was changed; set pool_mode = session for this database, or name PostgreSQL itself in Parley:Database.");
        }
    }

    private static async Task<int> SessionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
