using System.Collections.Frozen;

namespace Parley.Simulator.Gemini;

/// <summary>The messages of Google's API as far as requests hold them: the names of their fields, and the message that a field holds.</summary>
internal static class GeminiFields
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Messages = new Dictionary<string, string>
    {
        ["Request"] = "contents:Content tools:Tool toolConfig:ToolConfig safetySettings:SafetySetting systemInstruction:Content generationConfig:GenerationConfig cachedContent labels serviceTier store model",
        ["Content"] = "parts:Part role",
        ["Part"] = "text inlineData:Blob functionCall:FunctionCall functionResponse:FunctionResponse fileData:FileData executableCode codeExecutionResult toolCall toolResponse thought thoughtSignature partMetadata videoMetadata mediaResolution",
        ["Blob"] = "mimeType data displayName",
        ["FileData"] = "mimeType fileUri displayName",
        ["FunctionCall"] = "id name args partialArgs willContinue",
        ["FunctionResponse"] = "id name response parts willContinue scheduling",
        ["Tool"] = "functionDeclarations:FunctionDeclaration googleSearchRetrieval codeExecution googleSearch computerUse urlContext fileSearch googleMaps mcpServers",
        ["FunctionDeclaration"] = "name description behavior parameters:Schema parametersJsonSchema response:Schema responseJsonSchema",
        ["ToolConfig"] = "functionCallingConfig:FunctionCallingConfig retrievalConfig includeServerSideToolInvocations",
        ["FunctionCallingConfig"] = "mode allowedFunctionNames",
        ["SafetySetting"] = "category threshold",
        ["GenerationConfig"] = "stopSequences responseMimeType responseSchema:Schema responseJsonSchema _responseJsonSchema responseModalities candidateCount maxOutputTokens temperature topP topK seed presencePenalty frequencyPenalty responseLogprobs logprobs enableEnhancedCivicAnswers speechConfig thinkingConfig:ThinkingConfig imageConfig mediaResolution responseFormat",
        ["ThinkingConfig"] = "includeThoughts thinkingBudget thinkingLevel",
        ["Schema"] = "type format title description nullable enum maxItems minItems properties:SchemaMap required minProperties maxProperties minLength maxLength pattern example anyOf:Schema propertyOrdering default items:Schema minimum maximum",
    }.ToFrozenDictionary(m => m.Key, m => m.Value.Split(' ').Select(f => f.Split(':')).ToFrozenDictionary(f => f[0], f => f.Length > 1 ? f[1] : ""));

    /// <summary>The message that a field of a message holds; empty when nobody looks into it, null when there is no such field.</summary>
    public static string? Holds(string message, string field) => Messages[message].TryGetValue(Camel(field), out var held) ? held : null;

    public static string Snake(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));

    private static string Camel(string name)
    {
        var words = name.Split('_');
        return name.StartsWith('_') ? name : words[0] + string.Concat(words[1..].Select(w => w.Length == 0 ? "" : char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
