using System.Text.Json;

namespace Parley.Simulator.Requests;

/// <summary>Looks into JSON that may have any shape: what is not there, or something else, is nothing.</summary>
internal static class JsonLook
{
    public static JsonElement? Get(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement[] Items(JsonElement holder, string name) =>
        Get(holder, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    public static string? Text(JsonElement holder, string name) =>
        Get(holder, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static int? Number(JsonElement holder, string name) =>
        Get(holder, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;
}
