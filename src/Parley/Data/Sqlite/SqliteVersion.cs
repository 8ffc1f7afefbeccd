using Microsoft.Data.Sqlite;
using Parley.Shared;

namespace Parley.Data.Sqlite;

/// <summary>Refuses an SQLite library older than the release that mended a corruption of the write-ahead log.</summary>
internal static class SqliteVersion
{
    private static readonly Version Least = new(3, 51, 3);

    public static void Check()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        Check(connection.ServerVersion);
    }

    public static void Check(string version)
    {
        if (Version.Parse(version) >= Least) return;
        throw new UserError($"The SQLite library is version {version}; Parley needs {Least} or newer. Reinstall Parley with its own library.");
    }
}
