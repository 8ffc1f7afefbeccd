using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>A tool of the caller. <paramref name="Schema"/>: JSON Schema of its arguments; undefined when none was given.</summary>
public sealed record ToolDefinition(string Name, string? Description, JsonElement Schema)
{
    /// <summary>Set for a custom tool, whose input is free text: the other members are the function that stands for it where only functions are known.</summary>
    public CustomTool? Custom { get; init; }

    /// <summary>Arguments must follow the schema; null when the caller said nothing.</summary>
    public bool? Strict { get; init; }

    /// <summary>Its format is strict about schemas that OpenAI's refuse: where those are spoken, <see cref="Strict"/> is a wish.</summary>
    public bool IsStrictByOtherRules { get; init; }

    /// <summary>Anthropic's cache mark, raw; undefined when there is none.</summary>
    public JsonElement CacheControl { get; init; }
}
