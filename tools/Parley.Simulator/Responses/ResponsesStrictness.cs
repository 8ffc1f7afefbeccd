using System.Collections.Frozen;
using System.Text.Json;
using Parley.Simulator.Requests;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Responses;

/// <summary>What OpenAI refuses with 400: top-level fields it does not know, tools in the form of chat, items that do not fit together.</summary>
internal static class ResponsesStrictness
{
    private const int LeastOutput = 16;

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "background", "context_management", "conversation", "include", "input", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "moderation",
        "parallel_tool_calls", "previous_response_id", "prompt", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning", "safety_identifier",
        "service_tier", "store", "stream_options", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user",
    ]);

    public static string? Objection(RequestFacts facts)
    {
        var unknown = facts.Fields.FirstOrDefault(f => !Known.Contains(f));
        if (unknown is not null) return $"Unknown parameter: '{unknown}'.";
        using var document = JsonDocument.Parse(facts.Body);
        var root = document.RootElement;
        if (Number(root, "max_output_tokens") is { } most and < LeastOutput)
            return $"Invalid 'max_output_tokens': integer below minimum value. Expected a value >= {LeastOutput}, but got {most} instead.";
        return Tools(Items(root, "tools")) ?? InputItems.Objection(Items(root, "input"), chained: facts.Fields.Contains("previous_response_id") || facts.Fields.Contains("conversation"));
    }

    private static string? Tools(JsonElement[] tools)
    {
        for (var i = 0; i < tools.Length; i++)
        {
            if (Text(tools[i], "type") is not { } type) return $"Missing required parameter: 'tools[{i}].type'.";
            if (type is "function" or "custom" && Text(tools[i], "name") is null) return $"Missing required parameter: 'tools[{i}].name'.";
        }

        return null;
    }
}
