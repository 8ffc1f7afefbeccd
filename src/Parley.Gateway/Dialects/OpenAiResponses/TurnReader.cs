using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Reads <c>input</c> into system texts and turns. What the model said stands here in items of its own (reasoning, message, function
/// call): neighbours of that kind are one turn of the assistant.
/// </summary>
internal sealed class TurnReader(Prompt prompt)
{
    private List<ContentPart>? _assistant;

    /// <summary>Reads the input, which may be missing only where something else stands for it.</summary>
    public void Read(JsonFields request)
    {
        var input = request.Any("input");
        switch (input.ValueKind)
        {
            case JsonValueKind.String:
                prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart(JsonFields.Decode(input))]));
                return;
            case JsonValueKind.Array:
                foreach (var item in request.Objects("input")) ReadItem(item);
                if (input.GetArrayLength() == 0 && !Continues(request)) throw request.Bad("input", "must hold at least one item");
                return;
            case JsonValueKind.Undefined:
                if (!Continues(request)) throw request.Missing("input");
                return;
            default:
                throw JsonFields.Wrong("input", "a string or an array of items", input);
        }
    }

    private static bool Continues(JsonFields request) => request.Has("previous_response_id") || request.Has("conversation") || request.Has("prompt");

    private void ReadItem(JsonFields item)
    {
        switch (item.Text("type") ?? (item.Has("role") || !item.Has("id") ? "message" : "item_reference"))
        {
            case "message":
                ReadMessage(item);
                break;
            case "function_call":
                Assistant().Add(new ToolCallPart(item.NeedText("call_id"), NamespacedName.Of(item), item.Text("arguments")?.Trim() ?? ""));
                break;
            case "custom_tool_call":
                Assistant().Add(CustomTools.Call(item.NeedText("call_id"), NamespacedName.Of(item), item.Text("input") ?? ""));
                break;
            case "function_call_output" or "custom_tool_call_output":
                AddUser(new ToolResultPart(item.NeedText("call_id"), PartReader.Read(item, "output"), IsError: false));
                break;
            case "reasoning":
                ReadReasoning(item);
                break;
            case "image_generation_call" when item.Any("result") is { ValueKind: JsonValueKind.String } made:
                Assistant().Add(new GeneratedImagePart(new Base64Source("image/" + (item.Text("output_format") ?? "png"), made)));
                break;
            case var type:
                prompt.Unshare("input." + type); // the vendor's own tools, and references to what only it keeps
                break;
        }
    }

    private void ReadMessage(JsonFields message)
    {
        switch (message.NeedText("role"))
        {
            case "system" or "developer":
                _assistant = null;
                Instruct(PartReader.ReadInstructions(message));
                break;
            case "user":
                AddUser([.. PartReader.Read(message, "content")]);
                break;
            case "assistant":
                if (message.Has("phase")) prompt.Unshare("input.phase");
                Assistant().AddRange(PartReader.Read(message, "content").Where(p => p is not TextPart { Text: "" }));
                break;
            default:
                throw message.Bad("role", "must be 'user', 'assistant', 'system' or 'developer'");
        }
    }

    /// <summary>All others' instructions are text: what else is in them follows as the user's, as it does behind results of tools.</summary>
    private void Instruct(List<ContentPart> parts)
    {
        if (parts.OfType<TextPart>().ToList() is { Count: > 0 } texts) prompt.Instruct(texts);
        if (parts.FindAll(part => part is not TextPart) is { Count: > 0 } rest) AddUser(rest);
    }

    /// <summary>The text crosses. What only the vendor can read does not.</summary>
    private void ReadReasoning(JsonFields item)
    {
        if (item.Has("encrypted_content")) prompt.Unshare("input.reasoning.encrypted_content");
        var texts = item.Objects("summary").Concat(item.Objects("content")).Select(part => part.Text("text")).Where(text => !string.IsNullOrEmpty(text));
        var text = string.Join("\n\n", texts);
        if (text.Length > 0) Assistant().Add(new ReasoningPart(text, null));
    }

    private void AddUser(params List<ContentPart> parts)
    {
        _assistant = null;
        prompt.Turns.Add(new Turn(TurnRole.User, parts));
    }

    private List<ContentPart> Assistant()
    {
        if (_assistant is null) prompt.Turns.Add(new Turn(TurnRole.Assistant, _assistant = []));
        return _assistant;
    }
}
