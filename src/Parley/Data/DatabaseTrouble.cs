using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Parley.Shared;

namespace Parley.Data;

/// <summary>Says in one line what is wrong with a database, without its password.</summary>
internal static class DatabaseTrouble
{
    private const int CannotOpen = 14, ReadOnly = 8, Corrupt = 11, NotADatabase = 26, Full = 13;

    /// <summary>What a database said, under the wrappings that EF Core and its retries put around it; null when it said nothing.</summary>
    public static DbException? Find(Exception? problem)
    {
        while (problem is not (null or DbException)) problem = problem.InnerException;
        return problem as DbException;
    }

    public static string Describe(DatabaseOptions options, DbException problem) => problem switch
    {
        SqliteException { SqliteErrorCode: NotADatabase or Corrupt } =>
            $"The file {Name(options)} is not a readable Parley database. Nothing was changed. Restore a copy, or move it away to start anew.",
        SqliteException { SqliteErrorCode: CannotOpen or ReadOnly } =>
            $"The database {Name(options)} cannot be opened for writing. Check the rights of the file and its folder.",
        SqliteException { SqliteErrorCode: Full } => $"There is no room left on the disk for the database {Name(options)}. Make room and start again.",
        PostgresException server => $"PostgreSQL refuses the database {Name(options)}: {server.MessageText}. Check Parley:Database.",
        NpgsqlException => $"PostgreSQL cannot be reached at {Name(options)}: {Innermost(problem)} Check Parley:Database and that the server runs.",
        _ => $"The database {Name(options)} cannot be used: {OneLine(problem.Message)}",
    };

    /// <summary>Throws a <see cref="UserError"/> for what is no connection string. Never shows a value of it.</summary>
    public static void Verify(DatabaseOptions options)
    {
        // The library of PostgreSQL is loaded only with it.
        if (options.IsPostgres) VerifyPostgres(options);
    }

    private static void VerifyPostgres(DatabaseOptions options)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(options.Database);
        }
        catch (ArgumentException problem)
        {
            var key = problem.ParamName is { Length: > 0 } name ? $": it does not know \"{name}\" or its value" : "";
            throw new UserError($"Parley:Database is not a PostgreSQL connection string{key}. Nothing was started; write it like \"Host=localhost;Database=parley;Username=parley;Password=...\".", problem);
        }
    }

    public static string Name(DatabaseOptions options)
    {
        if (!options.IsPostgres) return options.SqliteFile;
        var address = new NpgsqlConnectionStringBuilder(options.Database);
        return $"{address.Host}:{address.Port}/{address.Database}";
    }

    private static string Innermost(Exception problem) => OneLine(problem.GetBaseException().Message).TrimEnd('.') + ".";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
