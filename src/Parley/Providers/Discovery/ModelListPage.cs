using System.Text.Json;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>One page of a model list. Both wire forms in one: <c>data[].id</c>, and Anthropic's <c>has_more</c> and
/// <c>last_id</c>; a bare array, as some compatible servers answer, is taken too. Entries that are not models are passed over.</summary>
internal sealed record ModelListPage(IReadOnlyList<ListedModel> Models, string? NextAfter)
{
    public static ModelListPage Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return Read(json.RootElement);
        }
        catch (JsonException problem)
        {
            throw new ModelListException("its answer is not JSON", problem);
        }
    }

    private static ModelListPage Read(JsonElement root)
    {
        var list = root;
        if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("data", out list)) list = default;
        // An Ollama without models says "data": null.
        if (list.ValueKind == JsonValueKind.Null && Text(root, "object") == "list") return new([], null);
        if (list.ValueKind != JsonValueKind.Array) throw new ModelListException("its answer is not a list of models");

        List<ListedModel> models = [];
        foreach (var entry in list.EnumerateArray())
            if (Text(entry, "id") is { } id && ProviderRules.IsModelName(id)) models.Add(new ListedModel(id, Text(entry, "owned_by")));
        var more = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("has_more", out var flag) && flag.ValueKind == JsonValueKind.True;
        return new(models, more ? Text(root, "last_id") : null);
    }

    private static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
