using System.Text.Json;
using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>Conversations as ChatGPT exports them: a map of nodes, many of which are no messages that anybody saw.</summary>
internal static class ChatGptFormat
{
    public static bool IsThis(JsonElement element) => element.Member("mapping")?.ValueKind == JsonValueKind.Object;

    public static ImportedConversation? Read(JsonElement element)
    {
        if ((element.Text("conversation_id") ?? element.Text("id")) is not { Length: > 0 } id) return null;
        // A name that stands there twice is JSON, too.
        var nodes = new Dictionary<string, JsonElement>();
        foreach (var node in element.GetProperty("mapping").EnumerateObject())
            if (node.Value.ValueKind == JsonValueKind.Object) nodes.TryAdd(node.Name, node.Value);
        var messages = new Dictionary<string, ImportedMessage>();
        foreach (var (name, node) in nodes)
            if (node.Member("message") is { } message && Read(name, message) is { } read) messages[name] = read;
        // Nodes that were left out still lead from message to message.
        var above = new Dictionary<string, string?>();
        var linked = messages.Values.Select(message => message with { ParentId = Above(message.Id) }).ToList();
        var head = element.Text("current_node") is { } current && nodes.ContainsKey(current) ? messages.ContainsKey(current) ? current : Above(current) : null;
        return new ImportedConversation
        {
            Origin = $"chatgpt:{id}",
            Title = element.Text("title") ?? "",
            CreatedAt = element.Time("create_time"),
            UpdatedAt = element.Time("update_time"),
            IsArchived = element.Flag("is_archived"),
            IsPinned = element.Flag("is_starred"),
            HeadId = head,
            Messages = linked,
        };

        string? Above(string from)
        {
            HashSet<string> passed = [];
            var at = nodes.GetValueOrDefault(from).Text("parent");
            // What was found from a node before is not looked for again: many may stand behind a long way.
            while (at is not null && !messages.ContainsKey(at) && !above.ContainsKey(at) && passed.Add(at)) at = nodes.TryGetValue(at, out var node) ? node.Text("parent") : null;
            var found = at is null ? null : messages.ContainsKey(at) ? at : above.GetValueOrDefault(at);
            foreach (var node in passed) above[node] = found;
            return found;
        }
    }

    private static ImportedMessage? Read(string name, JsonElement message)
    {
        MessageRole? role = message.Member("author")?.Text("role") switch { "user" => MessageRole.User, "assistant" => MessageRole.Assistant, _ => null };
        if (role is null || message.Member("content") is not { } content || message.Member("metadata")?.Flag("is_visually_hidden_from_conversation") == true) return null;
        // What an assistant says to a tool is addressed to it.
        if (role == MessageRole.Assistant && message.Text("recipient") is { } recipient && recipient != "all") return null;
        var text = Text(content);
        if (string.IsNullOrWhiteSpace(text)) return null;
        return new ImportedMessage(name, null, role.Value, text, message.Time("create_time"))
        {
            Model = role == MessageRole.Assistant ? message.Member("metadata")?.Text("model_slug") : null,
        };
    }

    private static string Text(JsonElement content) => content.Text("content_type") switch
    {
        "text" or "multimodal_text" => string.Join("\n\n", content.Items("parts").Select(Part).Where(part => part.Length > 0)),
        "code" => $"```{(content.Text("language") is { Length: > 0 } language and not "unknown" ? language : "")}\n{content.Text("text")}\n```",
        _ => "",
    };

    private static string Part(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => part.Text() ?? "",
        // Files lie beside the conversations in the export, where this import does not look.
        JsonValueKind.Object when part.Text("content_type") == "image_asset_pointer" => "*(a picture, which the import left out)*",
        JsonValueKind.Object => part.Text("text") ?? "",
        _ => "",
    };
}
