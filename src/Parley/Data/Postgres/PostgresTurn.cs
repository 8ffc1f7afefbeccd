using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Parley.Shared;

namespace Parley.Data.Postgres;

/// <summary>Held by the one process that makes a database ready, while others that start on it wait: an advisory lock, of
/// which PostgreSQL lets go when the process ends, however it ends.</summary>
internal sealed class PostgresTurn : IAsyncDisposable
{
    private const long Lock = 0x5061726C65790001; // "Parley", 1
    private const int PatienceSeconds = 120, MostTries = 100;

    private readonly NpgsqlConnection _connection;

    private PostgresTurn(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for the turn; makes the database when there is none.</summary>
    public static async Task<PostgresTurn> TakeAsync(ParleyDbContext db, string connectionString, CancellationToken cancellationToken)
    {
        // A connection of its own: a pooled one would go back with the lock.
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, CommandTimeout = 2 * PatienceSeconds };
        var connection = await OpenAsync(db, own.ConnectionString, cancellationToken);
        try
        {
            await PostgresSessions.RefuseSharedAsync(connection, own.ConnectionString, cancellationToken);
            await using var command = new NpgsqlCommand($"SET lock_timeout = '{PatienceSeconds}s'; SELECT pg_advisory_lock({Lock})", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new PostgresTurn(connection);
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.DisposeAsync();
            throw new UserError(
                $"Another Parley has been starting on this database for {PatienceSeconds / 60} minutes and has not finished. Nothing was changed. See what that one is doing, or stop it, then start this one again.", problem);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<NpgsqlConnection> OpenAsync(ParleyDbContext db, string connectionString, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.InvalidCatalogName && tries < MostTries)
            {
                await connection.DisposeAsync();
                await CreateAsync(db, cancellationToken);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    private static async Task CreateAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken);
        }
        catch (PostgresException problem) when (problem.SqlState
            is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ObjectInUse)
        {
            // Another node is making it at this moment.
            await Task.Delay(50, cancellationToken);
        }
    }
}
