using System.Collections.Frozen;
using System.Text.Json;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Messages;

/// <summary>What Anthropic refuses with 400: top-level fields it does not know, no <c>max_tokens</c>, tool uses without results.</summary>
internal static class MessagesStrictness
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "messages", "max_tokens", "cache_control", "container", "context_management", "inference_geo", "mcp_servers", "metadata", "output_config",
        "output_format", "service_tier", "speed", "stop_sequences", "system", "thinking", "tool_choice", "tools", "top_k", "top_p",
    ]);

    public static string? Objection(RequestFacts facts)
    {
        if (facts.Fields.Contains("thread")) return MessagesErrors.NoThreads;
        var unknown = facts.Fields.FirstOrDefault(f => !Known.Contains(f));
        if (unknown is not null) return $"{unknown}: Extra inputs are not permitted";
        using var document = JsonDocument.Parse(facts.Body);
        var open = new HashSet<string>();
        foreach (var message in document.RootElement.GetProperty("messages").EnumerateArray())
        {
            var role = message.GetProperty("role").GetString();
            if (role is not ("user" or "assistant")) return $"messages: Unexpected role \"{role}\"";
            var results = Ids(message, "tool_result", "tool_use_id").ToHashSet();
            if (!results.IsSubsetOf(open)) return "messages: unexpected `tool_use_id` found in `tool_result` blocks";
            open.ExceptWith(results);
            if (open.Count > 0) return "messages: `tool_use` ids were found without `tool_result` blocks immediately after";
            open = [.. Ids(message, "tool_use", "id")];
        }

        return null;
    }

    private static IEnumerable<string> Ids(JsonElement message, string type, string field) =>
        message.GetProperty("content") is { ValueKind: JsonValueKind.Array } blocks
            ? blocks.EnumerateArray().Where(b => b.GetProperty("type").GetString() == type).Select(b => b.GetProperty(field).GetString()!)
            : [];
}
