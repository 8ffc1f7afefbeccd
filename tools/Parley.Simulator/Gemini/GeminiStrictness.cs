using System.Text.Json;
using Parley.Simulator.Requests;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Gemini;

/// <summary>What Google refuses with 400: names it does not know, at any depth, and turns that do not fit together.</summary>
internal static class GeminiStrictness
{
    public static string? Objection(RequestFacts facts)
    {
        using var document = JsonDocument.Parse(facts.Body);
        return Unknown(document.RootElement, "Request", "") ?? GeminiTurns.Objection(Items(document.RootElement, "contents"), facts.Model!);
    }

    private static string? Unknown(JsonElement value, string message, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select((item, i) => Unknown(item, message, $"{path}[{i}]")).FirstOrDefault(p => p is not null);
        if (value.ValueKind != JsonValueKind.Object) return null;
        return value.EnumerateObject().Select((field, i) => UnknownField(field, i, message, path)).FirstOrDefault(p => p is not null);
    }

    private static string? UnknownField(JsonProperty field, int index, string message, string path)
    {
        // The properties of a schema are a map; Google counts its entries and speaks of their values.
        if (message == "SchemaMap") return Unknown(field.Value, "Schema", $"{path}[{index}].value");
        if (GeminiFields.Holds(message, field.Name) is not { } held)
            return $"Invalid JSON payload received. Unknown name \"{field.Name}\"{(path.Length == 0 ? "" : $" at '{path}'")}: Cannot find field.";
        return held.Length == 0 ? null : Unknown(field.Value, held, path.Length == 0 ? GeminiFields.Snake(field.Name) : $"{path}.{GeminiFields.Snake(field.Name)}");
    }
}
