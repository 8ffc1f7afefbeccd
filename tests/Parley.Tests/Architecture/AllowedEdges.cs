namespace Parley.Tests.Architecture;

/// <summary>The table of modules of docs/architecture.md: which module may use which.</summary>
internal sealed class AllowedEdges
{
    private readonly Dictionary<string, HashSet<string>> _uses = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Modules => _uses.Keys;

    public bool Allows(string from, string to) => _uses.TryGetValue(from, out var allowed) && allowed.Contains(to);

    /// <summary>Reads the rows below the header "| Module | Purpose | May use |" up to the first line that is none.</summary>
    public static AllowedEdges Parse(string markdown)
    {
        var edges = new AllowedEdges();
        var rows = markdown.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())
            .SkipWhile(line => !line.StartsWith("| Module |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        foreach (var row in rows)
        {
            if (row.Trim('|').Split('|') is not [var module, _, var uses]) throw new FormatException($"A row of three cells was expected: {row}");
            edges._uses.Add(module.Trim(), [.. Names(uses)]);
        }

        var unknown = edges._uses.Values.SelectMany(used => used).FirstOrDefault(name => !edges._uses.ContainsKey(name));
        if (unknown is not null) throw new FormatException($"The table allows the use of {unknown}, which is no row of it.");
        return edges;
    }

    private static IEnumerable<string> Names(string cell) =>
        cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(name => name is not ("-" or "nothing"));
}
