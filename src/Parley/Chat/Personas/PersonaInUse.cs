using Parley.Chat.Memory;

namespace Parley.Chat.Personas;

/// <summary>What a persona contributes to one answer.</summary>
internal sealed record PersonaInUse
{
    /// <summary>Nobody in particular: the model as it is.</summary>
    public static PersonaInUse None { get; } = new();

    public Guid? Id { get; init; }

    public int? Version { get; init; }

    /// <summary>The system prompt with traits; empty for none.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>What is remembered and matters here, within the budget asked for, and how it was chosen.</summary>
    public Recalled Recalled { get; init; } = Recalled.Nothing;

    public IReadOnlyList<(Guid Id, string Text)> Memories => Recalled.Memories;

    /// <summary>Preferred model or route; null for none.</summary>
    public string? Model { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public long? MaxOutputTokens { get; init; }

    /// <summary>none, low, medium or high; null for nothing said.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>Switched-on capabilities: <c>thinking</c>.</summary>
    public IReadOnlySet<string> Capabilities { get; init; } = new HashSet<string>();
}
