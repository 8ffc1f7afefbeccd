using System.Text.Json;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>A walk through a schema and the definitions that it refers to, in search of what the vendor cannot hold answers to.
/// Each definition is walked twice at most, whatever refers to it.</summary>
internal sealed class StrictWalk(JsonElement root)
{
    /// <summary>No schema of the vendor's goes deeper, references followed; and a hostile one must not exhaust the stack.</summary>
    private const int Deepest = 100;

    private readonly Dictionary<string, JsonElement> _definitions = new[] { "$defs", "definitions" }
        .SelectMany(holder => root.TryGetProperty(holder, out var named) && named.ValueKind == JsonValueKind.Object
            ? named.EnumerateObject().Select(definition => KeyValuePair.Create($"#/{holder}/{definition.Name}", definition.Value))
            : []).DistinctBy(definition => definition.Key, StringComparer.Ordinal).ToDictionary();

    private readonly Dictionary<string, bool> _known = [];

    public bool Holds() => Holds(root, 0);

    private bool Holds(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest || IsMap(schema)) return false;
        if (schema.TryGetProperty("$ref", out var reference) && !Follows(reference, depth)) return false;
        if (schema.TryGetProperty("allOf", out var all) && all.ValueKind == JsonValueKind.Array && all.EnumerateArray().Any(Refers)) return false;
        return SchemaMembers.Inside(schema).All(inside => Holds(inside, depth + 1));
    }

    private static bool IsMap(JsonElement schema) => schema.TryGetProperty("patternProperties", out _)
        || (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind != JsonValueKind.False);

    private static bool Refers(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out _);

    /// <summary>A definition that is met again while it is walked through comes back to itself.</summary>
    private bool Follows(JsonElement reference, int depth)
    {
        if (reference.ValueKind != JsonValueKind.String) return false;
        var path = Uri.UnescapeDataString(JsonFields.Decode(reference)).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        if (_known.TryGetValue(path, out var holds)) return holds;
        _known[path] = false;
        return _known[path] = _definitions.TryGetValue(path, out var definition) && Holds(definition, depth + 1);
    }
}
