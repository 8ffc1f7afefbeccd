using System.ComponentModel;
using System.Text.Json;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>What is asked of the model besides the words; null for what the persona or the model has by itself.</summary>
internal sealed record ChatParameters(
    [property: Description("0 to 2.")] double? Temperature = null,
    [property: Description("0 to 1.")] double? TopP = null,
    [property: Description("Most tokens of an answer: 1 to 1000000.")] long? MaxOutputTokens = null,
    [property: Description("How hard the model thinks before it answers: none, low, medium or high.")] string? ReasoningEffort = null,
    [property: Description("What the model is told in this conversation behind the persona's words; 1 to 20000 characters. Not for a persona, which has its system prompt.")] string? Instructions = null)
{
    public const int MaxInstructions = 20_000;

    public static readonly IReadOnlyList<string> Efforts = ["none", "low", "medium", "high"];

    public static ChatParameters? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ChatParameters>(json, StrictJson.Options);

    public static string? Write(ChatParameters? parameters) =>
        parameters is null || parameters == new ChatParameters() ? null : JsonSerializer.Serialize(parameters, StrictJson.Options);

    public void Check(IDictionary<string, string[]> errors)
    {
        if (Temperature is < 0 or > 2) errors["parameters.temperature"] = ["must be between 0 and 2"];
        if (TopP is < 0 or > 1) errors["parameters.topP"] = ["must be between 0 and 1"];
        if (MaxOutputTokens is < 1 or > 1_000_000) errors["parameters.maxOutputTokens"] = ["must be between 1 and 1000000"];
        if (ReasoningEffort is not null && !Efforts.Contains(ReasoningEffort)) errors["parameters.reasoningEffort"] = [$"must be one of: {string.Join(", ", Efforts)}"];
        if (Instructions is { } words && (words.Length > MaxInstructions || string.IsNullOrWhiteSpace(words))) errors["parameters.instructions"] = [$"must have 1 to {MaxInstructions} characters, or be null"];
    }
}
