using Npgsql;

namespace Parley.Data.Postgres;

/// <summary>Looks for Parley's tables without making the database that is to hold them.</summary>
internal static class PostgresTables
{
    public static async Task<bool> AreThereAsync(DatabaseCommands commands, CancellationToken cancellationToken)
    {
        try
        {
            return (await commands.ReadAsync("SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL", row => row.GetBoolean(0), cancellationToken)).Single();
        }
        catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }
}
