using System.Collections.Frozen;
using System.Text.Json;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Chat;

/// <summary>What OpenAI refuses with 400: top-level fields it does not know, and tool calls without an answer.</summary>
internal static class ChatStrictness
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "messages", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs", "max_completion_tokens", "max_tokens",
        "metadata", "modalities", "moderation", "n", "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_options",
        "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream_options",
        "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
    ]);

    public static string? Objection(RequestFacts facts)
    {
        var unknown = facts.Fields.FirstOrDefault(f => !Known.Contains(f));
        if (unknown is not null) return $"Unrecognized request argument supplied: {unknown}";
        using var document = JsonDocument.Parse(facts.Body);
        var open = new HashSet<string>();
        foreach (var message in document.RootElement.GetProperty("messages").EnumerateArray())
        {
            var role = message.GetProperty("role").GetString();
            if (role == "tool")
            {
                if (!open.Remove(message.GetProperty("tool_call_id").GetString()!))
                    return "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
                continue;
            }

            if (open.Count > 0) return "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.";
            if (role == "assistant" && message.TryGetProperty("tool_calls", out var calls))
                open.UnionWith(calls.EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
        }

        return open.Count > 0 ? "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'." : null;
    }
}
