using System.Collections.Frozen;
using System.Text.Json;

namespace Parley.Gateway.Dialects;

/// <summary>The part of JSON Schema that OpenAI holds answers to, as its documentation of structured outputs lists it. With
/// <c>strict</c>, anything else in a schema is a 400; without, it is taken as a wish.</summary>
internal static class OpenAiStrictRules
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        "type", "title", "description", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf", "$defs", "definitions",
        "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems");

    private static readonly FrozenSet<string> Formats = FrozenSet.Create(
        "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    /// <summary>Whether answers can be held to a schema as it is. The whole must be an object, and no choice among several.</summary>
    public static bool CanHold(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && SchemaMembers.IsOfObjects(schema) && !schema.TryGetProperty("anyOf", out _) && Holds(schema);

    private static bool Holds(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return false;
        if (schema.TryGetProperty("$ref", out var reference)) return IsLocal(reference) && schema.EnumerateObject().Count() == 1;
        if (!schema.TryGetProperty("type", out _) && !schema.TryGetProperty("anyOf", out _)) return false;
        return schema.EnumerateObject().All(Takes)
            && (!SchemaMembers.IsOfObjects(schema) || (IsClosed(schema) && IsFull(schema)))
            && SchemaMembers.Inside(schema).All(Holds);
    }

    private static bool IsLocal(JsonElement reference) => reference.ValueKind == JsonValueKind.String && JsonFields.Decode(reference).StartsWith('#');

    private static bool Takes(JsonProperty member) => member.Name == "format"
        ? member.Value.ValueKind == JsonValueKind.String && Formats.Contains(JsonFields.Decode(member.Value))
        : Keywords.Contains(member.Name);

    private static bool IsClosed(JsonElement schema) => schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False;

    /// <summary>Every property is required.</summary>
    private static bool IsFull(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return false;
        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(JsonFields.Decode).ToHashSet()
            : [];
        return properties.EnumerateObject().All(property => required.Contains(property.Name));
    }
}
