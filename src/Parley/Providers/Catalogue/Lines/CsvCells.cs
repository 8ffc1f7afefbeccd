using System.Text;

namespace Parley.Providers.Catalogue.Lines;

/// <summary>The cells of a line of CSV (RFC 4180). A cell never goes on in the next line: a quote that somebody forgot
/// then spoils one line, not the rest of the file.</summary>
internal static class CsvCells
{
    /// <summary>Null when the line is not CSV.</summary>
    public static List<string>? Split(string line)
    {
        List<string> cells = [];
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (Quoted(line, ref at) is not { } cell) return null;
                cells.Add(cell);
            }
            else
            {
                var end = line.IndexOf(',', at) is >= 0 and var comma ? comma : line.Length;
                if (line.AsSpan(at, end - at).Contains('"')) return null;
                cells.Add(line[at..end]);
                at = end;
            }

            if (at == line.Length) return cells;
            at++; // the comma
        }
    }

    public static string Join(IEnumerable<string?> cells) => string.Join(',', cells.Select(Write));

    private static string Write(string? cell) => cell is null ? "" : cell.AsSpan().ContainsAny(',', '"') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string? Quoted(string line, ref int at)
    {
        var cell = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"') cell.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"') cell.Append(line[at++]);
            else return ++at == line.Length || line[at] == ',' ? cell.ToString() : null;
        }

        return null;
    }
}
