using System.Text.Json;

namespace Parley.Simulator.Requests;

/// <summary>The parts of a request that an attentive model looks at. Read only for answers that depend on them.</summary>
internal sealed class Conversation
{
    public string LastUserText { get; private init; } = "";

    /// <summary>Texts of the tool results that end the conversation; empty when the turn is the user's.</summary>
    public IReadOnlyList<string> ToolResults { get; private init; } = [];

    public IReadOnlyList<string> ToolNames { get; private init; } = [];

    public IReadOnlyList<string> StopSequences { get; private init; } = [];

    public int? MaxTokens { get; private init; }

    public static Conversation Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var messages = Items(root, "messages").ToList();
        return new()
        {
            LastUserText = messages.Where(m => Role(m) == "user").Select(TextOf).LastOrDefault(t => t.Length > 0) ?? "",
            ToolResults = [.. TrailingResults(messages)],
            ToolNames = [.. Items(root, "tools").Select(ToolName).OfType<string>()],
            StopSequences = [.. Stops(root)],
            MaxTokens = Number(root, "max_completion_tokens") ?? Number(root, "max_tokens"),
        };
    }

    private static IEnumerable<string> TrailingResults(List<JsonElement> messages)
    {
        if (messages.Count == 0) return [];
        if (Role(messages[^1]) == "tool")
            return messages.AsEnumerable().Reverse().TakeWhile(m => Role(m) == "tool").Reverse().Select(TextOf);
        return Items(messages[^1], "content").Where(b => Text(b, "type") == "tool_result").Select(TextOf);
    }

    private static string TextOf(JsonElement holder)
    {
        if (!holder.TryGetProperty("content", out var content)) return "";
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array) return "";
        return string.Concat(content.EnumerateArray().Where(b => Text(b, "type") == "text").Select(b => Text(b, "text")));
    }

    private static string? ToolName(JsonElement tool) =>
        tool.TryGetProperty("function", out var function) ? Text(function, "name")
        : tool.TryGetProperty("input_schema", out _) ? Text(tool, "name")
        : null;

    private static IEnumerable<string> Stops(JsonElement root)
    {
        if (Text(root, "stop") is { } one) return [one];
        return Items(root, "stop").Concat(Items(root, "stop_sequences")).Select(s => s.GetString()).OfType<string>();
    }

    private static string? Role(JsonElement message) => Text(message, "role");

    private static JsonElement[] Items(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()] : [];

    private static string? Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static int? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
