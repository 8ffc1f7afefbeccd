using System.Text.Json;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Gemini;

/// <summary>What Google says about turns that do not fit together. Roles need not alternate; calls and their responses must.</summary>
internal static class GeminiTurns
{
    public static string? Objection(JsonElement[] contents, string model)
    {
        if (contents.Length == 0) return "* GenerateContentRequest.contents: contents is not specified\n";
        var calls = Array.Empty<string>();
        for (var i = 0; i < contents.Length; i++)
        {
            var parts = Items(contents[i], "parts");
            if (Shape(contents[i], parts, i) is { } problem) return problem;
            var (asked, answered) = (Names(parts, "functionCall"), Names(parts, "functionResponse"));
            if (answered.Length > 0 && calls.Length == 0) return "Please ensure that function response turn comes immediately after a function call turn.";
            if (answered.Length != calls.Length)
                return "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
            if (!answered.Order().SequenceEqual(calls.Order())) return "Please ensure that the names of the function response parts are those of the function call parts of the function call turn.";
            if (asked.Length > 0 && (i == 0 || Text(contents[i - 1], "role") == "model"))
                return "Please ensure that function call turn comes immediately after a user turn or after a function response turn.";
            calls = asked;
        }

        if (calls.Length > 0) return "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
        return model.Contains("gemini-3", StringComparison.Ordinal) ? Unsigned(contents) : null;
    }

    private static string? Shape(JsonElement content, JsonElement[] parts, int i)
    {
        if (Text(content, "role") is not (null or "user" or "model" or "function")) return "Please use a valid role: user, model.";
        if (parts.Length == 0) return $"* GenerateContentRequest.contents[{i}].parts: contents.parts must not be empty.\n";
        var empty = Array.FindIndex(parts, p => p.ValueKind != JsonValueKind.Object || !p.EnumerateObject().Any(f => f.Name is not ("thought" or "thoughtSignature" or "thought_signature")));
        return empty < 0 ? null : $"* GenerateContentRequest.contents[{i}].parts[{empty}].data: required oneof field 'data' must have one initialized field\n";
    }

    /// <summary>Since Gemini 3: the first call of each step since the user last spoke must bring its signature.</summary>
    private static string? Unsigned(JsonElement[] contents)
    {
        var current = contents.Skip(Array.FindLastIndex(contents, c => Text(c, "role") != "model" && Items(c, "parts").Any(p => Text(p, "text") is not null)) + 1);
        var firsts = current.Select(c => Items(c, "parts").Where(p => Call(p, "functionCall") is not null).Take(1)).SelectMany(p => p);
        return firsts.Any(p => Text(p, "thoughtSignature") is null && Text(p, "thought_signature") is null)
            ? "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance."
            : null;
    }

    private static string[] Names(JsonElement[] parts, string kind) =>
        [.. parts.Select(p => Call(p, kind)).OfType<JsonElement>().Select(c => Text(c, "name") ?? "")];

    private static JsonElement? Call(JsonElement part, string kind) => Get(part, kind) ?? Get(part, GeminiFields.Snake(kind));
}
