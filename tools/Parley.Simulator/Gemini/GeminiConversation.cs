using System.Text.Json;
using Parley.Simulator.Requests;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Gemini;

/// <summary>A conversation whose turns are <c>contents</c>. Google takes every name in camel and in snake case.</summary>
internal static class GeminiConversation
{
    public static Conversation Read(JsonElement root)
    {
        var contents = Items(root, "contents");
        var settings = Either(root, "generationConfig", "generation_config") ?? default;
        return new()
        {
            LastUserText = contents.Where(IsUser).Select(TextOf).LastOrDefault(t => t.Length > 0) ?? "",
            ToolResults = contents.Length == 0 ? [] : [.. Items(contents[^1], "parts").Select(Response).OfType<JsonElement>().Select(ResultText)],
            ToolNames = [.. Items(root, "tools").SelectMany(Declarations).Select(d => Text(d, "name")).OfType<string>()],
            StopSequences = [.. Items(settings, "stopSequences").Concat(Items(settings, "stop_sequences")).Select(s => s.GetString()).OfType<string>()],
            MaxTokens = Number(settings, "maxOutputTokens") ?? Number(settings, "max_output_tokens"),
        };
    }

    private static bool IsUser(JsonElement content) => Text(content, "role") is null or "user";

    private static string TextOf(JsonElement content) => string.Concat(Items(content, "parts").Select(p => Text(p, "text")));

    private static JsonElement[] Declarations(JsonElement tool) => [.. Items(tool, "functionDeclarations"), .. Items(tool, "function_declarations")];

    private static JsonElement? Response(JsonElement part) =>
        Either(part, "functionResponse", "function_response") is { } answer ? Get(answer, "response") : null;

    /// <summary>A response is an object; a text that a client wrapped into one field of it is that text.</summary>
    private static string ResultText(JsonElement response) =>
        response.ValueKind == JsonValueKind.Object && response.EnumerateObject().ToArray() is [{ Value.ValueKind: JsonValueKind.String } only]
            ? only.Value.GetString()! : response.GetRawText();

    private static JsonElement? Either(JsonElement holder, string camel, string snake) => Get(holder, camel) ?? Get(holder, snake);
}
