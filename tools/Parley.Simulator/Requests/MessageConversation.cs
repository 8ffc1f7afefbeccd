using System.Text.Json;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Requests;

/// <summary>A conversation whose turns are <c>messages</c>: chat and Messages.</summary>
internal static class MessageConversation
{
    public static Conversation Read(JsonElement root)
    {
        var messages = Items(root, "messages");
        return new()
        {
            LastUserText = messages.Where(m => Role(m) == "user").Select(TextOf).LastOrDefault(t => t.Length > 0) ?? "",
            ToolResults = [.. TrailingResults(messages)],
            ToolNames = [.. Items(root, "tools").Select(ToolName).OfType<string>()],
            StopSequences = [.. Stops(root)],
            MaxTokens = Number(root, "max_completion_tokens") ?? Number(root, "max_tokens"),
        };
    }

    private static IEnumerable<string> TrailingResults(JsonElement[] messages)
    {
        if (messages.Length == 0) return [];
        if (Role(messages[^1]) == "tool")
            return messages.AsEnumerable().Reverse().TakeWhile(m => Role(m) == "tool").Reverse().Select(TextOf);
        return Items(messages[^1], "content").Where(b => Text(b, "type") == "tool_result").Select(TextOf);
    }

    private static string TextOf(JsonElement holder) =>
        Text(holder, "content") ?? string.Concat(Items(holder, "content").Where(b => Text(b, "type") == "text").Select(b => Text(b, "text")));

    private static string? ToolName(JsonElement tool) =>
        Get(tool, "function") is { } function ? Text(function, "name")
        : Get(tool, "input_schema") is not null ? Text(tool, "name")
        : null;

    private static IEnumerable<string> Stops(JsonElement root)
    {
        if (Text(root, "stop") is { } one) return [one];
        return Items(root, "stop").Concat(Items(root, "stop_sequences")).Select(s => s.GetString()).OfType<string>();
    }

    private static string? Role(JsonElement message) => Text(message, "role");
}
