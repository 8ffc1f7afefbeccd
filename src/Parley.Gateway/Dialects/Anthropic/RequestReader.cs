using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Reads a client's Messages request into the neutral vocabulary.</summary>
internal static class RequestReader
{
    public static Prompt Read(JsonElement body, LlmOperation operation)
    {
        var fields = JsonFields.Root(body, dotted: true);
        if (operation == LlmOperation.Generate) Threads.Refuse(fields);
        var prompt = new Prompt
        {
            MaxOutputTokens = MaxTokens(fields, operation),
            Temperature = fields.Number("temperature"),
            TopP = fields.Number("top_p"),
            TopK = fields.Integer("top_k"),
        };
        if (prompt.Temperature is < 0 or > 1) throw fields.Bad("temperature", "must be from 0 to 1");
        if (prompt.TopP is < 0 or > 1) throw fields.Bad("top_p", "must be from 0 to 1");
        ReadSystem(fields, prompt);
        ReadMessages(fields, prompt);
        prompt.StopSequences.AddRange(fields.Texts("stop_sequences"));
        prompt.Names[nameof(Prompt.StopSequences)] = "stop_sequences";
        prompt.Names[nameof(ReasoningPart)] = "messages.content.thinking";
        prompt.Names["messages.content.file"] = "messages.content.document";
        prompt.Names["tools.function.parameters"] = "tools.input_schema";
        ToolReader.Read(fields, prompt);
        ReasoningReader.Read(fields, prompt);
        ReadMetadata(fields, prompt);
        ReadUnshared(fields, prompt);
        return prompt;
    }

    private static long? MaxTokens(JsonFields fields, LlmOperation operation)
    {
        var tokens = fields.Integer("max_tokens");
        if (tokens is null && operation == LlmOperation.Generate) throw fields.Missing("max_tokens");
        return tokens is null or > 0 ? tokens : throw fields.Bad("max_tokens", "must be at least 1");
    }

    private static void ReadSystem(JsonFields fields, Prompt prompt)
    {
        if (fields.Any("system").ValueKind == JsonValueKind.String)
        {
            if (Attribution.Without(fields.Text("system") ?? "", prompt) is { Length: > 0 } text) prompt.System.Add(new TextPart(text));
            return;
        }

        foreach (var block in fields.Objects("system"))
        {
            if (block.NeedText("type") != "text") throw block.Bad("type", "must be 'text' in the system prompt");
            var text = block.NeedText("text");
            var own = Attribution.Without(text, prompt);
            if (own.Length > 0 || text.Length == 0) prompt.System.Add(new TextPart(own) { CacheControl = block.Any("cache_control") });
        }
    }

    private static void ReadMessages(JsonFields fields, Prompt prompt)
    {
        if (!fields.Has("messages")) throw fields.Missing("messages");
        foreach (var message in fields.Objects("messages"))
        {
            switch (message.NeedText("role"))
            {
                case "user":
                    prompt.Turns.Add(new Turn(TurnRole.User, PartReader.Read(message)));
                    break;
                case "assistant":
                    prompt.Turns.Add(new Turn(TurnRole.Assistant, PartReader.Read(message)));
                    break;
                case "system":
                    prompt.Instruct(PartReader.Read(message).OfType<TextPart>());
                    break;
                default:
                    throw message.Bad("role", "must be 'user' or 'assistant'");
            }
        }

        if (prompt.Turns.Count == 0) throw fields.Bad("messages", "must hold at least one message");
    }

    private static void ReadMetadata(JsonFields fields, Prompt prompt)
    {
        if (fields.Object("metadata") is not { } metadata) return;
        prompt.User = metadata.Text("user_id");
        prompt.Names[nameof(Prompt.User)] = "metadata.user_id";
        foreach (var member in metadata.Value.EnumerateObject())
            if (member.Name != "user_id") prompt.Unshare("metadata." + member.Name);
    }

    private static void ReadUnshared(JsonFields fields, Prompt prompt)
    {
        foreach (var member in fields.Value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && member.Name is not ("model" or "stream" or "messages" or "system"
                or "max_tokens" or "temperature" or "top_p" or "top_k" or "stop_sequences" or "tools" or "tool_choice"
                or "thinking" or "output_config" or "output_format" or "metadata")) prompt.Unshare(member.Name);
        }
    }
}
