using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;

namespace Parley.Data;

/// <summary>Where the data are. Bound from <c>Parley</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Folder of the database file, key ring and files; default <c>data</c> under the working directory.</summary>
    [Required(ErrorMessage = "it is empty, and must name a folder. Nothing was started.")]
    public string DataFolder { get; set; } = "data";

    /// <summary>Empty (default): SQLite in the data folder. Otherwise a PostgreSQL connection string.</summary>
    public string Database { get; set; } = "";

    public bool IsPostgres => !string.IsNullOrEmpty(Database);

    public string SqliteFile => Path.Combine(FullFolder, "parley.db");

    public string SqliteConnectionString => new SqliteConnectionStringBuilder { DataSource = SqliteFile }.ConnectionString;

    /// <summary>Continues "a database": "in /var/lib/parley", "at db:5432/parley".</summary>
    public string Place() => IsPostgres ? $"at {DatabaseTrouble.Name(this)}" : $"in {FullFolder}";

    // An empty folder is refused when the options are validated, which reads every property.
    private string FullFolder => Path.GetFullPath(DataFolder, Environment.CurrentDirectory);
}
