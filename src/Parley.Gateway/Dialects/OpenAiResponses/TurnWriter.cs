using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Writes <c>instructions</c> and <c>input</c>. Calls and their results are items beside the messages; results come first in a turn,
/// directly behind the calls, as the vendor wants them.
/// </summary>
internal sealed class TurnWriter(IBufferWriter<byte> output, DroppedNames dropped, Vendor vendor)
{
    private const int LongestCallId = 64;

    private readonly PartWriter _parts = new(output, dropped);
    private readonly HashSet<string> _customCalls = new(StringComparer.Ordinal);
    private bool _any;

    /// <summary>Writes both members, with the commas before them. One system text is the instructions; several keep their borders as messages.</summary>
    public void Write(Prompt prompt)
    {
        List<TextPart> system = vendor.TakesLateInstructions ? prompt.System : [prompt.JoinedInstructions(NameCacheMark)];
        foreach (var text in system) NameCacheMark(text);
        system = system.FindAll(text => text.Text.Length > 0);
        // the vendor wants at least one item: instructions alone become one
        if (system is [var only] && prompt.Turns.Count > 0)
        {
            output.Raw(",\"instructions\":"u8);
            output.String(only.Text);
            system.Clear();
        }

        output.Raw(",\"input\":["u8);
        foreach (var text in system) WriteSystem(text);
        foreach (var turn in Conversation.Of(prompt))
        {
            switch (turn.Role)
            {
                case TurnRole.User: WriteUser(turn.Parts); break;
                case TurnRole.Assistant: WriteAssistant(turn.Parts); break;
                case TurnRole.System when !vendor.TakesLateInstructions: break;
                default: WriteInstructions(turn.Parts); break;
            }
        }

        output.Raw("]"u8);
    }

    private void WriteInstructions(List<ContentPart> parts)
    {
        foreach (var text in parts.OfType<TextPart>())
        {
            NameCacheMark(text);
            if (text.Text.Length > 0) WriteSystem(text);
        }
    }

    private void WriteSystem(TextPart text)
    {
        Open("{\"type\":\"message\",\"role\":\"system\",\"content\":"u8);
        output.String(text.Text);
        output.Raw("}"u8);
    }

    private void WriteUser(List<ContentPart> parts)
    {
        foreach (var part in parts)
            if (part is ToolResultPart result) WriteResult(result);
        var own = parts.FindAll(p => p is not ToolResultPart && _parts.CanWrite(p));
        if (own.Count == 0) return;
        Open("{\"type\":\"message\",\"role\":\"user\",\"content\":"u8);
        _parts.WriteArray(own);
        output.Raw("}"u8);
    }

    private void WriteResult(ToolResultPart result)
    {
        NameCacheMark(result);
        if (result.IsError) dropped.Add("is_error");
        var content = result.Content.FindAll(_parts.CanWrite);
        Open(_customCalls.Contains(result.CallId) ? "{\"type\":\"custom_tool_call_output\",\"call_id\":"u8 : "{\"type\":\"function_call_output\",\"call_id\":"u8);
        output.String(CallIds.Within(LongestCallId, result.CallId));
        output.Raw(",\"output\":"u8);
        if (content.Count == 0)
        {
            output.Raw("\"\""u8);
        }
        else if (content is [TextPart only])
        {
            NameCacheMark(only);
            output.String(only.Text);
        }
        else
        {
            _parts.WriteArray(content);
        }

        output.Raw("}"u8);
    }

    /// <summary>In the order in which the model said it: a run of texts and refusals is a message, a call an item.</summary>
    private void WriteAssistant(List<ContentPart> parts)
    {
        var inMessage = false;
        foreach (var part in parts)
        {
            NameCacheMark(part);
            if (part is ToolCallPart call)
            {
                CloseMessage(ref inMessage);
                if (call.Input is { } input && vendor.TakesCustomTools) WriteCustomCall(call, input);
                else WriteCall(call);
            }
            else if (part is TextPart { Text.Length: > 0 } or RefusalPart { Text.Length: > 0 })
            {
                if (inMessage) output.Raw(","u8);
                else Open("{\"type\":\"message\",\"role\":\"assistant\",\"content\":["u8);
                inMessage = true;
                _parts.WriteSaid(part);
            }
            else
            {
                NameLost(part);
            }
        }

        CloseMessage(ref inMessage);
    }

    private void CloseMessage(ref bool inMessage)
    {
        if (inMessage) output.Raw("]}"u8);
        inMessage = false;
    }

    private void WriteCall(ToolCallPart call)
    {
        if (call.Signature is { Length: > 0 }) dropped.Add("messages.tool_calls.extra_content");
        Open("{\"type\":\"function_call\",\"call_id\":"u8);
        output.String(CallIds.Within(LongestCallId, call.Id));
        output.Raw(",\"name\":"u8);
        output.String(call.Name);
        output.Raw(",\"arguments\":"u8);
        output.String(call.Arguments.Length == 0 ? "{}" : call.Arguments);
        output.Raw("}"u8);
    }

    private void WriteCustomCall(ToolCallPart call, string input)
    {
        _customCalls.Add(call.Id);
        Open("{\"type\":\"custom_tool_call\",\"call_id\":"u8);
        output.String(CallIds.Within(LongestCallId, call.Id));
        output.Raw(",\"name\":"u8);
        output.String(call.Name);
        output.Raw(",\"input\":"u8);
        output.String(input);
        output.Raw("}"u8);
    }

    /// <summary>Reasoning goes back only in the vendor's own encrypted form, which callers of other formats do not have.</summary>
    private void NameLost(ContentPart part)
    {
        switch (part)
        {
            case ReasoningPart { Text.Length: > 0 }: dropped.Add(nameof(ReasoningPart), "messages.content.thinking"); break;
            case OpaquePart opaque: dropped.Add($"messages.content.{opaque.Type}"); break;
            case GeneratedImagePart: dropped.Add(nameof(GeneratedImagePart), "messages.images"); break;
            case ImagePart: dropped.Add("messages.content.image"); break;
            case DocumentPart: dropped.Add("messages.content.document"); break;
            case AudioPart: dropped.Add("messages.content.input_audio"); break;
        }
    }

    private void NameCacheMark(ContentPart part)
    {
        if (part.CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
    }

    private void Open(ReadOnlySpan<byte> item)
    {
        if (_any) output.Raw(","u8);
        _any = true;
        output.Raw(item);
    }
}
