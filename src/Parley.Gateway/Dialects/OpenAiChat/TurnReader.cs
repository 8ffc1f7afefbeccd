using System.Globalization;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads <c>messages</c> into system texts and turns.</summary>
internal sealed class TurnReader(Prompt prompt)
{
    /// <summary>The ids given to legacy function calls, by the function's name: their results name only that.</summary>
    private readonly Dictionary<string, string> _legacyCalls = new(StringComparer.Ordinal);

    /// <summary>Reads the messages of a request, of which there must be one.</summary>
    public void Read(JsonFields request)
    {
        if (!request.Has("messages")) throw request.Missing("messages");
        var any = false;
        foreach (var message in request.Objects("messages"))
        {
            any = true;
            ReadMessage(message);
        }

        if (!any) throw request.Bad("messages", "must hold at least one message");
    }

    private void ReadMessage(JsonFields message)
    {
        switch (message.NeedText("role"))
        {
            case "system" or "developer":
                prompt.Instruct(PartReader.ReadTexts(message));
                break;
            case "user":
                prompt.Turns.Add(new Turn(TurnRole.User, PartReader.Read(message)));
                break;
            case "assistant":
                ReadAssistant(message);
                break;
            case "tool":
                AddResult(message, message.NeedText("tool_call_id"));
                return;
            case "function":
                var function = message.NeedText("name");
                AddResult(message, _legacyCalls.GetValueOrDefault(function, function));
                return;
            default:
                throw message.Bad("role", "must be 'system', 'developer', 'user', 'assistant', 'tool' or 'function'");
        }

        if (message.Text("name") is not null) prompt.Unshare("messages.name");
    }

    private void AddResult(JsonFields message, string callId) =>
        prompt.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart(callId, PartReader.Read(message), IsError: false)
        {
            CacheControl = message.Any("cache_control"),
        }]));

    private void ReadAssistant(JsonFields message)
    {
        List<ContentPart> parts = [];
        if ((message.Text("reasoning_content") ?? ReasoningOf(message)) is { Length: > 0 } reasoning) parts.Add(new ReasoningPart(reasoning, null));
        if (message.Has("content")) parts.AddRange(PartReader.Read(message).Where(p => p is not TextPart { Text: "" }));
        if (message.Text("refusal") is { Length: > 0 } refusal) parts.Add(new RefusalPart(refusal));
        foreach (var image in message.Objects("images")) ReadPicture(image, parts);
        foreach (var call in message.Objects("tool_calls")) ReadCall(call, parts);
        if (message.Object("function_call") is { } legacy) ReadLegacyCall(legacy, parts);
        if (message.Has("audio")) prompt.Unshare("messages.audio");
        if (parts.Count == 0 && !message.Has("content") && !message.Has("tool_calls") && !message.Has("audio") && !message.Has("images")) throw message.Missing("content");
        if (parts.Count > 0) prompt.Turns.Add(new Turn(TurnRole.Assistant, parts));
    }

    /// <summary>OpenRouter's name for the same; other types under that name are not ours to judge.</summary>
    private static string? ReasoningOf(JsonFields message) =>
        message.Any("reasoning") is { ValueKind: JsonValueKind.String } text ? JsonFields.Decode(text) : null;

    /// <summary>A picture in the form in which an answer brought it.</summary>
    private void ReadPicture(JsonFields image, List<ContentPart> parts)
    {
        if (MediaReader.Read(image.NeedObject("image_url"), "url", null) is Base64Source made) parts.Add(new GeneratedImagePart(made));
        else prompt.Unshare("messages.images");
    }

    private void ReadCall(JsonFields call, List<ContentPart> parts)
    {
        if (call.Text("type") is "custom")
        {
            var custom = call.NeedObject("custom");
            parts.Add(CustomTools.Call(call.NeedText("id"), custom.NeedText("name"), custom.Text("input") ?? ""));
            return;
        }

        if ((call.Text("type") ?? "function") is not "function" and var type)
        {
            prompt.Unshare($"messages.tool_calls.{type}");
            return;
        }

        var function = call.NeedObject("function");
        parts.Add(new ToolCallPart(call.NeedText("id"), function.NeedText("name"), Arguments(function)) { Signature = SignatureOf(call) });
    }

    /// <summary>Google's member for it; what else vendors put there is not ours to judge.</summary>
    private static string? SignatureOf(JsonFields call) =>
        call.Any("extra_content") is { ValueKind: JsonValueKind.Object } extra && extra.TryGetProperty("google", out var google)
        && google.ValueKind == JsonValueKind.Object && google.TryGetProperty("thought_signature", out var signature) && signature.ValueKind == JsonValueKind.String
            ? JsonFields.Decode(signature) : null;

    private void ReadLegacyCall(JsonFields call, List<ContentPart> parts)
    {
        var name = call.NeedText("name");
        var id = string.Create(CultureInfo.InvariantCulture, $"call_{prompt.Turns.Count}");
        _legacyCalls[name] = id;
        parts.Add(new ToolCallPart(id, name, Arguments(call)));
    }

    private static string Arguments(JsonFields function) => function.Text("arguments")?.Trim() ?? "";
}
