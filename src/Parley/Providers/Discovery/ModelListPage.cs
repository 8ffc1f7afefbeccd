using System.Text.Json;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>One page of a model list. All wire forms in one: <c>data[].id</c>, and Anthropic's <c>has_more</c> and
/// <c>last_id</c>; Google's <c>models[].name</c> and <c>nextPageToken</c>; a bare array, as some compatible servers answer, is taken too. Entries that are not models are passed over.</summary>
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
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("models", out var named) && named.ValueKind == JsonValueKind.Array && !root.TryGetProperty("data", out _))
            return new([.. named.EnumerateArray().Where(Answers).Select(m => Text(m, "name")).OfType<string>().Where(ProviderRules.IsModelName).Select(id => new ListedModel(id, "google"))],
                Text(root, "nextPageToken") is { Length: > 0 } next ? next : null);
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

    /// <summary>Google lists models too that only make films or hold live conversations, which no operation here asks for.</summary>
    private static bool Answers(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object && (!model.TryGetProperty("supportedGenerationMethods", out var methods) || methods.ValueKind != JsonValueKind.Array
            || methods.EnumerateArray().Any(m => m.ValueKind == JsonValueKind.String && (m.ValueEquals("generateContent"u8) || m.ValueEquals("embedContent"u8))));

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
