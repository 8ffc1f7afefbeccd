using Microsoft.Data.Sqlite;

namespace Parley.Data;

/// <summary>Where the data are. Bound from <c>Parley</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Folder of the database file, key ring and files; default <c>data</c> under the working directory.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Empty (default): SQLite in the data folder. Otherwise a PostgreSQL connection string.</summary>
    public string Database { get; set; } = "";

    public bool IsPostgres => !string.IsNullOrEmpty(Database);

    public string SqliteFile => Path.Combine(Path.GetFullPath(DataFolder), "parley.db");

    public string SqliteConnectionString => new SqliteConnectionStringBuilder { DataSource = SqliteFile }.ConnectionString;
}
