using System.Text.Json;

namespace Parley.Gateway.Dialects;

/// <summary>What stands behind a keyword of a JSON Schema. Only keywords that some vendor takes are told apart: all others hold values.</summary>
internal enum SchemaMember
{
    /// <summary>No schema: <c>enum</c>, <c>default</c> and the like hold the caller's own data.</summary>
    Value,

    /// <summary>A schema.</summary>
    Schema,

    /// <summary>A list of schemas.</summary>
    List,

    /// <summary>Schemas under names of the caller's own.</summary>
    Map,
}

/// <summary>How vendors' rules for schemas find their way through one.</summary>
internal static class SchemaMembers
{
    public static SchemaMember Kind(this JsonProperty member) => (member.Name, member.Value.ValueKind) switch
    {
        ("items", JsonValueKind.Object) => SchemaMember.Schema,
        ("anyOf" or "allOf" or "oneOf", JsonValueKind.Array) => SchemaMember.List,
        ("properties" or "$defs" or "definitions", JsonValueKind.Object) => SchemaMember.Map,
        _ => SchemaMember.Value,
    };

    /// <summary>The schemas directly inside of one.</summary>
    public static IEnumerable<JsonElement> Inside(JsonElement schema) => schema.EnumerateObject().SelectMany(member => member.Kind() switch
    {
        SchemaMember.Schema => [member.Value],
        SchemaMember.List => member.Value.EnumerateArray(),
        SchemaMember.Map => member.Value.EnumerateObject().Select(named => named.Value),
        _ => Enumerable.Empty<JsonElement>(),
    });

    /// <summary>Whether its type is <c>object</c>, or a list of types with it.</summary>
    public static bool IsOfObjects(JsonElement schema) => schema.TryGetProperty("type", out var type) && MeansObject(type);

    private static bool MeansObject(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => JsonFields.Decode(type) == "object",
        JsonValueKind.Array => type.EnumerateArray().Any(MeansObject),
        _ => false,
    };
}
