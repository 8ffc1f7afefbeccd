using System.Text.Json;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Responses;

/// <summary>What OpenAI says about the items of <c>input</c> that it cannot take.</summary>
internal static class InputItems
{
    /// <param name="items">The items; none when the input is a text.</param>
    /// <param name="chained">The items go on from an earlier response, which may hold the calls.</param>
    public static string? Objection(JsonElement[] items, bool chained)
    {
        var open = new HashSet<string>();
        for (var i = 0; i < items.Length; i++)
        {
            var type = Text(items[i], "type") ?? (Text(items[i], "role") is null ? null : "message");
            var id = Text(items[i], "call_id");
            var problem = type switch
            {
                null => $"Missing required parameter: 'input[{i}].type'.",
                "message" => Id(items[i], i, "msg") ?? Content(items[i], i),
                "reasoning" => Id(items[i], i, "rs"),
                "function_call" or "function_call_output" when id is null => $"Missing required parameter: 'input[{i}].call_id'.",
                "function_call" => Id(items[i], i, "fc") ?? (open.Add(id!) ? null : $"Duplicate function call with call_id {id}."),
                "function_call_output" when !open.Remove(id!) && !chained => $"No tool call found for function call output with call_id {id}.",
                _ => null,
            };
            if (problem is not null) return problem;
        }

        return open.Count > 0 ? $"No tool output found for function call {open.First()}." : null;
    }

    private static string? Id(JsonElement item, int i, string prefix) =>
        Text(item, "id") is { } id && !id.StartsWith(prefix, StringComparison.Ordinal)
            ? $"Invalid 'input[{i}].id': '{id}'. Expected an ID that begins with '{prefix}'." : null;

    private static string? Content(JsonElement message, int i)
    {
        var role = Text(message, "role");
        if (role is not ("user" or "assistant" or "system" or "developer"))
            return $"Invalid value: '{role}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.";
        var parts = Items(message, "content");
        string[] known = role == "assistant" ? ["output_text", "refusal"] : ["input_text", "input_image", "input_file", "input_audio"];
        var strange = parts.Select(p => Text(p, "type")).FirstOrDefault(t => !known.Contains(t));
        return parts.Length > 0 && strange is not null ? $"Invalid value: '{strange}'. Supported values are: '{string.Join("', '", known)}'. (input[{i}].content)" : null;
    }
}
