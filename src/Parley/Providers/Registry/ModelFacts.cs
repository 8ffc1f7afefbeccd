using System.Collections.Frozen;
using System.Globalization;

namespace Parley.Providers.Registry;

/// <summary>The little that is known of well-known models without asking: <c>model-facts.csv</c>, from the vendors' public pages.</summary>
internal static class ModelFacts
{
    private static readonly Lazy<FrozenDictionary<string, long>> MaxOutput = new(Read);

    /// <summary>Most tokens that a model can generate; null when unknown. Finds dated and vendor-prefixed spellings too.</summary>
    public static long? MaxOutputOf(string model)
    {
        var name = model.AsSpan()[(model.LastIndexOf('/') + 1)..];
        var known = MaxOutput.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(name, out var most) || known.TryGetValue(WithoutDate(name), out most) ? most : null;
    }

    /// <summary><c>x-20260131</c> and <c>x-2026-01-31</c> are dated editions of <c>x</c>.</summary>
    private static ReadOnlySpan<char> WithoutDate(ReadOnlySpan<char> name)
    {
        if (name.Length > 9 && name[^9] == '-' && !name[^8..].ContainsAnyExceptInRange('0', '9')) return name[..^9];
        return name.Length > 11 && name[^11] == '-' && DateOnly.TryParseExact(name[^10..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? name[..^11] : name;
    }

    private static FrozenDictionary<string, long> Read()
    {
        using var file = typeof(ModelFacts).Assembly.GetManifestResourceStream("Parley.Providers.model-facts.csv")!;
        using var reader = new StreamReader(file);
        var facts = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        reader.ReadLine(); // the header
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',');
            if (cells[2].Length > 0) facts[cells[0][(cells[0].LastIndexOf('/') + 1)..]] = long.Parse(cells[2], CultureInfo.InvariantCulture);
        }

        return facts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
