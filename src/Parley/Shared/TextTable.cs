namespace Parley.Shared;

/// <summary>Tables for people at a terminal: columns as wide as their widest cell, two blanks between them. Pure.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="header">The columns' names; one that begins with <c>&gt;</c> is of figures, which stand at its right.</param>
    /// <param name="rows">A cell for each column; null for what is not known, shown as a dash.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string?>> rows)
    {
        List<string[]> all = [[.. header.Select(name => name.TrimStart('>'))], .. rows.Select(row => row.Select(cell => cell is { Length: > 0 } ? cell : "-").ToArray())];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join(Gap, row.Select((cell, column) => header[column][0] == '>' ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Names and what belongs to them, a line each; what is null is left out, what has several lines stands below each other.</summary>
    public static IEnumerable<string> Fields(params IReadOnlyList<(string Name, string? Value)> fields)
    {
        var width = fields.Max(field => field.Name.Length);
        foreach (var (name, value) in fields)
        {
            if (value is null) continue;
            var lines = value.Split('\n');
            for (var i = 0; i < lines.Length; i++) yield return $"  {(i == 0 ? name : "").PadRight(width)}{Gap}{lines[i]}";
        }
    }
}
