using System.Text.Json;

namespace Parley.Tests.Media;

internal static class Units
{
    /// <summary>What a record counts, without zeros.</summary>
    public static string Of(JsonElement record) => record.GetProperty("tokens") is { ValueKind: JsonValueKind.Object } tokens
        ? string.Join(' ', tokens.EnumerateObject().Where(unit => unit.Value.GetInt64() != 0).Select(unit => $"{unit.Name}={unit.Value}")) : "none";
}
