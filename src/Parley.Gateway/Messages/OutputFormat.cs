using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>The form of the answer. <paramref name="Schema"/> undefined: any JSON object.</summary>
public sealed record OutputFormat(JsonElement Schema, string? Name, string? Description, bool? Strict)
{
    /// <summary>The caller did not choose <see cref="Strict"/>: its format holds every answer to the schema.</summary>
    public bool IsStrictAnyway { get; init; }
}
