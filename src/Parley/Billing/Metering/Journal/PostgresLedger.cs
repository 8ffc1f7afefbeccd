using Npgsql;

namespace Parley.Billing.Metering.Journal;

/// <summary>How the ledger connects: connections of its own, which live as long as the process and what they hold.</summary>
internal static class PostgresLedger
{
    public static string OwnConnection(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, CommandTimeout = 10, KeepAlive = 15 }.ConnectionString;
}
