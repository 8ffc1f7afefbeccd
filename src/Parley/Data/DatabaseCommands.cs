using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Npgsql;
using Parley.Data.Sqlite;

namespace Parley.Data;

/// <summary>
/// Commands without a context: for what is asked again and again and mostly finds nothing to do. A context costs more than such a question, and brings back memory that a server where nobody
/// is has given away (<see cref="Tidying"/>). Instants among the parameters are written as the columns hold them.
/// </summary>
internal sealed class DatabaseCommands(DatabaseOptions options, SqliteWriteTurn turn)
{
    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) Add(command, name, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken)) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Writes on its own; returns how many rows that concerned.</summary>
    public Task<int> WriteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) => WriteAllAsync(sql, [parameters], cancellationToken);

    /// <summary>Does the same for each set of parameters, in one transaction.</summary>
    public async Task<int> WriteAllAsync(string sql, IReadOnlyCollection<(string Name, object? Value)[]> sets, CancellationToken cancellationToken)
    {
        var hasTurn = !options.IsPostgres && await turn.TakeAsync(cancellationToken);
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            if (!options.IsPostgres) SqlitePragmas.Apply(connection);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            var rows = 0;
            foreach (var set in sets)
            {
                // One command for all: it is understood once.
                command.Parameters.Clear();
                foreach (var (name, value) in set) Add(command, name, value);
                rows += await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return rows;
        }
        finally
        {
            if (hasTurn) turn.Release();
        }
    }

    /// <summary>An instant as a column holds it.</summary>
    public DateTimeOffset Instant(DbDataReader reader, int column) =>
        options.IsPostgres ? reader.GetFieldValue<DateTimeOffset>(column) : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);

    public void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value switch
        {
            DateTimeOffset at when !options.IsPostgres => at.UtcTicks,
            DateTimeOffset at => at.ToUniversalTime(),
            null => DBNull.Value,
            _ => value,
        });
        command.Parameters.Add(parameter);
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = options.IsPostgres ? OnPostgres() : new SqliteConnection(options.SqliteConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // A method of its own: a server on SQLite does not load the other provider.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private NpgsqlConnection OnPostgres() => new(options.Database);
}
