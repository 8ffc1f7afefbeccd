using System.Text.Json;
using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>Conversations as Claude exports them: a list of messages, of which newer exports tell the parents.</summary>
internal static class ClaudeFormat
{
    public static bool IsThis(JsonElement element) => element.Member("chat_messages")?.ValueKind == JsonValueKind.Array;

    public static ImportedConversation? Read(JsonElement element)
    {
        if (element.Text("uuid") is not { Length: > 0 } id) return null;
        var messages = new List<ImportedMessage>();
        var places = new Dictionary<string, string?>();
        string? before = null;
        foreach (var message in element.Items("chat_messages"))
        {
            if (message.Text("uuid") is not { Length: > 0 } own) continue;
            var parent = message.Text("parent_message_uuid");
            places[own] = parent;
            MessageRole? role = message.Text("sender") switch { "human" => MessageRole.User, "assistant" => MessageRole.Assistant, _ => null };
            var text = Text(message);
            if (role is null || string.IsNullOrWhiteSpace(text)) continue;
            messages.Add(new ImportedMessage(own, parent ?? before, role.Value, text, message.Time("created_at")) { Reasoning = Thinking(message) });
            before = own;
        }

        var above = new Dictionary<string, string?>();
        var kept = messages.Select(message => message.Id).ToHashSet();
        return new ImportedConversation
        {
            Origin = $"claude:{id}",
            Title = element.Text("name") ?? "",
            CreatedAt = element.Time("created_at"),
            UpdatedAt = element.Time("updated_at"),
            IsPinned = element.Flag("is_starred"),
            Model = null,
            HeadId = element.Text("current_leaf_message_uuid") ?? before,
            Messages = [.. messages.Select(message => message with { ParentId = Above(message.ParentId) })],
        };

        string? Above(string? at)
        {
            HashSet<string> passed = [];
            while (at is not null && !kept.Contains(at) && !above.ContainsKey(at) && passed.Add(at)) at = places.GetValueOrDefault(at);
            var found = at is null ? null : kept.Contains(at) ? at : above.GetValueOrDefault(at);
            foreach (var node in passed) above[node] = found;
            return found;
        }
    }

    private static string Text(JsonElement message)
    {
        var parts = message.Items("content").Where(part => part.Text("type") == "text").Select(part => part.Text("text")).Where(text => !string.IsNullOrEmpty(text)).ToList();
        var text = parts.Count > 0 ? string.Join("\n\n", parts) : message.Text("text") ?? "";
        var attached = message.Items("attachments").Select(file => Attachment(file.Text("file_name"), file.Text("extracted_content")));
        var files = message.Items("files").Select(file => file.Text("file_name")).Where(name => name is not null).Select(name => $"*(the file {name}, which the import left out)*");
        return string.Join("\n\n", [text, .. attached.OfType<string>(), .. files]).Trim();
    }

    private static string? Thinking(JsonElement message)
    {
        var parts = message.Items("content").Where(part => part.Text("type") == "thinking").Select(part => part.Text("thinking")).Where(text => !string.IsNullOrEmpty(text)).ToList();
        return parts.Count > 0 ? string.Join("\n\n", parts) : null;
    }

    private static string? Attachment(string? name, string? content)
    {
        if (string.IsNullOrEmpty(content)) return name is null ? null : $"*(the file {name}, which the import left out)*";
        var fence = new string('`', Math.Max(3, LongestRun(content, '`') + 1));
        return $"{name ?? "Attachment"}:\n\n{fence}\n{content}\n{fence}";
    }

    private static int LongestRun(string text, char of)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == of ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
