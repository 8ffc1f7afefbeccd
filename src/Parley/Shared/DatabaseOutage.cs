using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Parley.Shared;

/// <summary>Tells a database that is away, busy or full from a defect: the same call may work in a moment.</summary>
internal static class DatabaseOutage
{
    private const int Busy = 5, Locked = 6, Full = 13;

    /// <summary>Whether an outage is the reason of a failure, under whatever wraps it.</summary>
    public static bool IsBehind(Exception? problem)
    {
        for (; problem is not null; problem = problem.InnerException)
        {
            if (problem is DbException { IsTransient: true } or SqliteException { SqliteErrorCode: Busy or Locked or Full }
                or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }) return true;
        }

        return false;
    }
}
