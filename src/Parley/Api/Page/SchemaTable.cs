using System.Text.Json.Nodes;

namespace Parley.Api.Page;

/// <summary>Writes the members of a schema as a table: name, type, meaning.</summary>
internal sealed class SchemaTable(HtmlWriter page, JsonObject document)
{
    /// <summary>Nothing for bodies whose members are the vendor's.</summary>
    public void Members(JsonNode? schema)
    {
        if (Resolve(schema)?["properties"] is not JsonObject properties) return;
        var required = Resolve(schema)!["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        Rows(properties.Select(p => (p.Key, p.Value, (string?)p.Value?["description"] ?? "", required.Contains(p.Key))));
        foreach (var (name, member) in properties)
        {
            if (Nested(member) is not { } nested) continue;
            page.Raw("<h4>").Text(name).Raw("</h4>\n");
            Members(nested);
        }
    }

    public void Rows(IEnumerable<(string Name, JsonNode? Schema, string Meaning, bool Required)> rows)
    {
        page.Raw("<div class=\"scroll\" tabindex=\"0\"><table>\n");
        foreach (var (name, schema, meaning, required) in rows)
        {
            page.Raw("<tr><th scope=\"row\"><code>").Text(name).Raw("</code></th><td class=\"type\">").Text(Type(schema)).Raw("</td><td>").Text(meaning);
            if (required && meaning.Length > 0) page.Raw(" ");
            page.Raw(required ? "<em>required</em>" : "").Raw("</td></tr>\n");
        }

        page.Raw("</table></div>\n");
    }

    private JsonNode? Nested(JsonNode? member)
    {
        foreach (var choice in Choices(member))
        {
            var inner = Resolve(choice["items"] ?? choice);
            if (inner?["properties"] is not null) return inner;
        }

        return null;
    }

    private string Type(JsonNode? schema)
    {
        var names = Choices(schema).SelectMany(choice => Names(choice)).Distinct().ToList();
        // What may be null may also be left out of a request: the column on the right says what must be there.
        var named = names.Count > 1 ? names.Where(name => name != "null") : names;
        return string.Join(" or ", named.DefaultIfEmpty("any"));
    }

    private IEnumerable<string> Names(JsonNode choice)
    {
        if (choice["enum"] is JsonArray values) return [string.Join(" | ", values.Select(v => v?.ToString() ?? "null"))];
        var types = choice["type"] switch
        {
            JsonArray several => several.Select(type => (string)type!),
            JsonValue one => [(string)one!],
            _ => [],
        };
        return types.Select(type => type == "array" ? $"list of {Type(choice["items"])}" : type == "string" && (string?)choice["format"] is { } format ? format : type);
    }

    private IEnumerable<JsonNode> Choices(JsonNode? schema)
    {
        var resolved = Resolve(schema);
        if (resolved is null) return [];
        return (resolved["oneOf"] ?? resolved["anyOf"]) is JsonArray choices ? choices.SelectMany(Choices) : [resolved];
    }

    private JsonNode? Resolve(JsonNode? schema) =>
        (string?)schema?["$ref"] is { } reference ? Resolve(document["components"]!["schemas"]![reference.Split('/')[^1]]) : schema;
}
