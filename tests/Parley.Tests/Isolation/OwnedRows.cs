using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Parley.Tests.Isolation;

/// <summary>Everything in the database that has an owner, as text: whoever changes nothing leaves it as it is.</summary>
internal static class OwnedRows
{
    // When somebody was last seen is no doing of others.
    private static readonly string[] Apart = ["sessions"];

    public static async Task<string> ReadAsync(string dataFolder, string person)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "parley.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var text = new StringBuilder();
        foreach (var table in await ListAsync(connection, "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'user_id' WHERE m.type = 'table' ORDER BY m.name"))
        {
            if (Apart.Contains(table)) continue;
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\" WHERE user_id = @person COLLATE NOCASE ORDER BY 1, 2";
            command.Parameters.AddWithValue("@person", person);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                text.Append(table);
                for (var i = 0; i < reader.FieldCount; i++) text.Append('|').Append(reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture));
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static async Task<List<string>> ListAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }
}
