using System.Collections.Frozen;
using System.Text.Json;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>The part of JSON Schema that the vendor holds answers to, as its documentation of structured outputs lists it. Anything
/// else in a schema is a 400.</summary>
internal static class StrictRules
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        "type", "title", "description", "const", "default", "properties", "required", "additionalProperties", "pattern",
        "anyOf", "allOf", "$ref", "$defs", "definitions", "$schema");

    private static readonly FrozenSet<string> Formats = FrozenSet.Create(
        "date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    /// <summary>Whether a keyword may stay where it is. <c>oneOf</c> may as <c>anyOf</c>, unless there is one beside it.</summary>
    public static bool Takes(JsonElement schema, JsonProperty member) => member.Name switch
    {
        "format" => member.Value.ValueKind == JsonValueKind.String && Formats.Contains(JsonFields.Decode(member.Value)),
        "minItems" => member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetDouble(out var least) && least is 0 or 1,
        "items" => member.Value.ValueKind == JsonValueKind.Object,
        "enum" => member.Value.ValueKind == JsonValueKind.Array
            && !member.Value.EnumerateArray().Any(value => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array),
        "oneOf" => !schema.TryGetProperty("anyOf", out _),
        var name => Keywords.Contains(name),
    };

    /// <summary>Whether answers can be held to a schema at all: an object that takes any name (a map), a schema that comes back to
    /// itself, and one that is elsewhere cannot be mended by leaving a keyword out.</summary>
    public static bool CanHold(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && new StrictWalk(schema).Holds();
}
