using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Tests.Isolation;

/// <summary>Bodies that an operation takes, made of its own example in the description of the API.</summary>
internal sealed class OperationBody(JsonElement document, string path, string method)
{
    private readonly JsonElement? _operation = document.GetProperty("paths").TryGetProperty(path, out var operations) && operations.TryGetProperty(method.ToLowerInvariant(), out var operation) ? operation : null;

    /// <summary>The body's fields that name something.</summary>
    public IReadOnlyList<string> IdFields =>
    [
        .. Ids(Schema()).Select(p => p.Name),
        .. Properties(Schema()).SelectMany(outer => Ids(Resolve(outer.Value)).Select(inner => $"{outer.Name}.{inner.Name}")),
    ];

    /// <summary>The query's parameters that name something.</summary>
    public IReadOnlyList<string> IdQueries => _operation is { } o && o.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query" && WhoseId.IsId(p.GetProperty("name").GetString()!, Format(p.GetProperty("schema")))).Select(p => p.GetProperty("name").GetString()!)] : [];

    /// <summary>A body that is right but for what it names: of <paramref name="theirs"/> in one field, one's own in those that must be there. Null for an operation without one.</summary>
    public JsonObject? With(string? field, TheirThings theirs, TheirThings own)
    {
        if (Content() is not { } content) return null;
        var body = content.TryGetProperty("example", out var example) && example.ValueKind == JsonValueKind.Object ? JsonNode.Parse(example.GetRawText())!.AsObject() : [];
        var required = Schema().TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet() : [];
        if (field?.Split('.') is [var within, var named])
        {
            if (body[within] is not JsonObject) body[within] = new JsonObject();
            body[within]![named] = Id(named, theirs);
        }

        foreach (var property in Ids(Schema()))
        {
            body.Remove(property.Name);
            if (property.Name != field && !required.Contains(property.Name)) continue;
            JsonNode id = Id(property.Name, property.Name == field ? theirs : own);
            body[property.Name] = IsMany(property.Value) ? new JsonArray(id) : id;
        }

        // A message stands in a conversation.
        if (field == "parentId") body["conversationId"] = own.Conversation;
        // Examples name models of a vendor.
        if (body.ContainsKey("model")) body["model"] = "sim/echo";
        return body;
    }

    private string Id(string name, TheirThings whose) => WhoseId.InField(name, whose) ?? throw new InvalidOperationException($"{method} {path}: whose {name} is that? Say so in WhoseId.");

    private JsonElement? Content() => _operation is { } o && o.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var content) ? content : null;

    private JsonElement Schema() => Content() is { } content ? Resolve(content.GetProperty("schema")) : default;

    private static IEnumerable<JsonProperty> Properties(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [];

    private static IEnumerable<JsonProperty> Ids(JsonElement schema) => Properties(schema).Where(p => WhoseId.IsId(p.Name, Format(p.Value)));

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var some)) schema = some.EnumerateArray().FirstOrDefault(s => s.TryGetProperty("$ref", out _), schema);
        return schema.TryGetProperty("$ref", out var reference) ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]) : schema;
    }

    private static string? Format(JsonElement schema) =>
        schema.TryGetProperty("format", out var format) ? format.GetString() : schema.TryGetProperty("items", out var items) ? Format(items) : null;

    private static bool IsMany(JsonElement schema) => schema.TryGetProperty("items", out _);
}
