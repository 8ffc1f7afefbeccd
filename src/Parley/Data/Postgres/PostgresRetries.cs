using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Parley.Data.Postgres;

/// <summary>A restarted PostgreSQL leaves dead connections in the pool, each of which fails once: the first retry comes at
/// once and empties the pool. Whoever asks while it is away is told within two seconds.</summary>
internal static class PostgresRetries
{
    private const int Retries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    // The provider's own list holds what is transient by the standard; these end a connection under way.
    private static readonly string[] Ended =
        [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow, PostgresErrorCodes.IdleSessionTimeout];

    public static void Apply(NpgsqlDbContextOptionsBuilder postgres) => postgres.EnableRetryOnFailure(Retries, LongestPause, Ended);
}
