using System.Globalization;
using System.Text.Json;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Generations;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Chat.Transfer;

/// <summary>Our own format: an array of conversations, each with all its branches.</summary>
internal static class ParleyFormat
{
    public const string Name = "parley.conversation.v1";

    private const decimal MostDollars = 1_000_000;

    public static bool IsThis(JsonElement element) => element.Text("format") == Name;

    /// <summary>Begins a conversation; its messages follow, and then <see cref="End"/>.</summary>
    public static void Begin(Utf8JsonWriter json, Conversation conversation)
    {
        json.WriteStartObject();
        json.WriteString("format", Name);
        json.WriteString("id", conversation.Id);
        json.WriteString("title", conversation.Title);
        json.WriteString("folder", conversation.Folder);
        json.WriteBoolean("pinned", conversation.IsPinned);
        json.WriteBoolean("archived", conversation.IsArchived);
        json.WriteString("model", conversation.Model);
        Raw(json, "parameters", conversation.Parameters);
        if (conversation.HeadId is { } head) json.WriteString("headId", head);
        json.WriteString("createdAt", conversation.CreatedAt);
        json.WriteString("updatedAt", conversation.UpdatedAt);
        json.WriteStartArray("messages");
    }

    public static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static ImportedConversation? Read(JsonElement element)
    {
        if (element.Text("id") is not { } id || !Guid.TryParse(id, out _)) return null;
        return new ImportedConversation
        {
            Origin = $"parley:{id}",
            Title = element.Text("title") ?? "",
            Folder = element.Text("folder"),
            IsPinned = element.Flag("pinned"),
            IsArchived = element.Flag("archived"),
            Model = element.Text("model"),
            Parameters = Parameters(element),
            HeadId = element.Text("headId"),
            CreatedAt = element.Time("createdAt"),
            UpdatedAt = element.Time("updatedAt"),
            Messages = [.. element.Items("messages").Select(ReadMessage).OfType<ImportedMessage>()],
        };
    }

    /// <summary>Files are named only: what is in them is not part of the export.</summary>
    public static void Write(Utf8JsonWriter json, Message message, IEnumerable<FileOfMessage> files)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        if (message.ParentId is { } parent) json.WriteString("parentId", parent);
        json.WriteString("role", JsonNamingPolicy.CamelCase.ConvertName(message.Role.ToString()));
        json.WriteString("text", message.Text);
        Text(json, "reasoning", message.Reasoning);
        json.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(message.Status.ToString()));
        Text(json, "model", message.Model);
        Text(json, "provider", message.Provider);
        Text(json, "answeredBy", message.AnsweredBy);
        Text(json, "finishReason", message.FinishReason);
        Text(json, "problem", message.Problem);
        if (message.InputTokens is { } input) json.WriteNumber("inputTokens", input);
        if (message.OutputTokens is { } output) json.WriteNumber("outputTokens", output);
        if (MessageCost.Of(message.CostUsd) is { } cost)
        {
            json.WriteStartObject("cost");
            json.WriteString("amount", cost.Amount);
            json.WriteString("currency", cost.Currency);
            json.WriteEndObject();
        }

        Raw(json, "tools", message.Tools);
        if (message.Feedback is { } feedback) json.WriteString("rating", feedback > 0 ? "good" : "bad");
        Text(json, "comment", message.FeedbackText);
        json.WriteString("createdAt", message.CreatedAt);
        if (message.CompletedAt is { } completed) json.WriteString("completedAt", completed);
        Write(json, [.. files.Where(f => f.Name is not null)]);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyCollection<FileOfMessage> files)
    {
        if (files.Count == 0) return;
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("id", file.Id);
            json.WriteString("name", file.Name);
            Text(json, "mediaType", file.MediaType);
            if (file.Size is { } size) json.WriteNumber("size", size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ImportedMessage? ReadMessage(JsonElement element)
    {
        if (element.Text("id") is not { } id || !Enum.TryParse<MessageRole>(element.Text("role"), ignoreCase: true, out var role) || !Enum.IsDefined(role) || element.Text("text") is not { } text) return null;
        return new ImportedMessage(id, element.Text("parentId"), role, text, element.Time("createdAt"))
        {
            Reasoning = element.Text("reasoning"),
            // Nobody makes the rest of it any more.
            Status = Enum.TryParse<MessageStatus>(element.Text("status"), ignoreCase: true, out var status) && Enum.IsDefined(status)
                ? status == MessageStatus.Streaming ? MessageStatus.Interrupted : status : MessageStatus.Complete,
            Model = element.Text("model"),
            Provider = element.Text("provider"),
            AnsweredBy = element.Text("answeredBy"),
            CostUsd = element.Member("cost") is { ValueKind: JsonValueKind.Object } cost ? Dollars(cost) : null,
            FinishReason = element.Text("finishReason"),
            Problem = element.Text("problem"),
            InputTokens = element.Number("inputTokens"),
            OutputTokens = element.Number("outputTokens"),
            Tools = Tools(element),
            Feedback = element.Text("rating") switch { "good" => 1, "bad" => -1, _ => null },
            FeedbackText = element.Text("comment"),
            FileIds = [.. element.Items("files").Select(file => Guid.TryParse(file.Text("id"), out var fileId) ? fileId : Guid.Empty).Where(fileId => fileId != Guid.Empty).Distinct().Take(FileParts.MaxPerMessage)],
            CompletedAt = element.Time("completedAt"),
        };
    }

    /// <summary>Null for what no price could be.</summary>
    private static decimal? Dollars(JsonElement cost) =>
        cost.Text("currency") == "USD" && decimal.TryParse(cost.Text("amount"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < MostDollars ? decimal.Round(amount, 9) : null;

    /// <summary>Written anew: a file is read more leniently than what stands in the database.</summary>
    private static string? Tools(JsonElement element)
    {
        List<ToolUse> tools = [.. element.Items("tools").Where(tool => tool.Text("name") is not null)
            .Select(tool => new ToolUse(tool.Text("id") ?? "", tool.Text("name")!, tool.Text("arguments") ?? "{}"))];
        return tools.Count > 0 ? JsonSerializer.Serialize(tools, StrictJson.Options) : null;
    }

    private static string? Parameters(JsonElement element)
    {
        if (element.Member("parameters") is not { ValueKind: JsonValueKind.Object } given) return null;
        try
        {
            var parameters = given.Deserialize<ChatParameters>(StrictJson.Options);
            Dictionary<string, string[]> errors = [];
            parameters?.Check(errors);
            return errors.Count == 0 ? ChatParameters.Write(parameters) : null;
        }
        catch (JsonException)
        {
            return null; // a newer Parley's: the conversation is worth more than its temperature
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void Raw(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
