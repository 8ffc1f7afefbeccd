using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// Writes <c>messages</c>. Results of tools become messages of their own, directly behind the calls. They take only text, so
/// images and files in them follow in a user message, behind the last result of the run.
/// </summary>
internal sealed class TurnWriter(IBufferWriter<byte> output, DroppedNames dropped, Vendor vendor)
{
    private readonly List<ContentPart> _fromResults = [];
    private readonly PartWriter _parts = new(output, dropped);
    private bool _any;

    /// <summary>Writes all messages, without the brackets around.</summary>
    public void Write(Prompt prompt)
    {
        if (vendor.TakesLateInstructions) prompt.System.ForEach(WriteSystem);
        else WriteSystem(prompt.JoinedInstructions(NameCacheMark));
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

        FlushResults([]);
    }

    private void WriteInstructions(List<ContentPart> texts)
    {
        FlushResults([]);
        foreach (var text in texts.OfType<TextPart>()) WriteSystem(text);
    }

    private void WriteSystem(TextPart text)
    {
        NameCacheMark(text);
        if (text.Text.Length == 0) return;
        Open("system"u8);
        output.String(text.Text);
        output.Raw("}"u8);
    }

    private void WriteUser(List<ContentPart> parts)
    {
        foreach (var part in parts)
            if (part is ToolResultPart result) WriteResult(result);
        var own = parts.FindAll(p => p is not ToolResultPart);
        if (own.Count > 0 || parts.Count == 0) FlushResults(own);
    }

    /// <summary>Writes a user message with what results left behind and the parts given; nothing when there are neither.</summary>
    private void FlushResults(List<ContentPart> own)
    {
        List<ContentPart> all = [.. _fromResults, .. own];
        _fromResults.Clear();
        all.RemoveAll(part => !_parts.CanWrite(part));
        if (all.Count == 0) return;
        Open("user"u8);
        if (all is [TextPart text])
        {
            NameCacheMark(text);
            output.String(text.Text);
        }
        else
        {
            _parts.WriteArray(all);
        }

        output.Raw("}"u8);
    }

    private void WriteResult(ToolResultPart result)
    {
        NameCacheMark(result);
        if (result.IsError) dropped.Add("is_error");
        if (_any) output.Raw(","u8);
        _any = true;
        output.Raw("{\"role\":\"tool\",\"tool_call_id\":"u8);
        output.String(CallIds.For(vendor, result.CallId));
        output.Raw(",\"content\":"u8);
        List<ContentPart> texts = result.Content.FindAll(p => p.OnlyText is not null);
        if (texts.Count > 1)
        {
            _parts.WriteArray(texts);
        }
        else
        {
            output.String(texts is [var one] ? one.OnlyText! : "");
            if (texts is [DocumentPart document]) dropped.NameLost(document, isNamed: false);
        }

        output.Raw("}"u8);
        foreach (var text in texts) NameCacheMark(text);
        _fromResults.AddRange(result.Content.Where(p => p.OnlyText is null));
    }

    private void WriteAssistant(List<ContentPart> parts)
    {
        FlushResults([]);
        foreach (var part in parts) NameLost(part);
        var calls = parts.FindAll(p => p is ToolCallPart);
        var hasText = parts.Exists(p => p is TextPart { Text.Length: > 0 });
        var refusal = string.Concat(parts.OfType<RefusalPart>().Select(p => p.Text));
        if (!hasText && calls.Count == 0 && refusal.Length == 0)
        {
            WriteReasoning(parts, hasCalls: false); // only reasoning or server tools: nothing crosses
            return;
        }

        Open("assistant"u8);
        if (hasText) WriteJoined(parts);
        else output.Raw("null"u8);
        if (refusal.Length > 0)
        {
            output.Raw(",\"refusal\":"u8);
            output.String(refusal);
        }

        WriteReasoning(parts, calls.Count > 0);
        for (var i = 0; i < calls.Count; i++) WriteCall((ToolCallPart)calls[i], first: i == 0);
        output.Raw(calls.Count > 0 ? "]}"u8 : "}"u8);
    }

    /// <summary>Some vendors want their reasoning back in turns that called tools, and refuse the request otherwise. To all others it is nothing new.</summary>
    private void WriteReasoning(List<ContentPart> parts, bool hasCalls)
    {
        if (!parts.Exists(p => p is ReasoningPart { Text.Length: > 0 })) return;
        if (!vendor.TakesReasoning || !hasCalls)
        {
            dropped.Add(nameof(ReasoningPart), "messages.content.thinking");
            return;
        }

        output.Raw(",\"reasoning_content\":\""u8);
        foreach (var part in parts)
            if (part is ReasoningPart reasoning) output.Escape(reasoning.Text);
        output.Raw("\""u8);
    }

    /// <summary>The text around server tools belongs together: joined without separators.</summary>
    private void WriteJoined(List<ContentPart> parts)
    {
        output.Raw("\""u8);
        foreach (var part in parts)
            if (part is TextPart text) output.Escape(text.Text);
        output.Raw("\""u8);
    }

    private void WriteCall(ToolCallPart call, bool first)
    {
        output.Raw(first ? ",\"tool_calls\":["u8 : ","u8);
        output.Raw("{\"id\":"u8);
        output.String(CallIds.For(vendor, call.Id));
        var custom = vendor.TakesCustomTools ? call.Input : null;
        output.Raw(custom is null ? ",\"type\":\"function\",\"function\":{\"name\":"u8 : ",\"type\":\"custom\",\"custom\":{\"name\":"u8);
        output.String(call.Name);
        output.Raw(custom is null ? ",\"arguments\":"u8 : ",\"input\":"u8);
        output.String(custom ?? (call.Arguments.Length == 0 ? "{}" : call.Arguments));
        output.Raw("}}"u8);
    }

    private void NameLost(ContentPart part)
    {
        NameCacheMark(part);
        if (part is ToolCallPart { Signature.Length: > 0 }) dropped.Add("messages.tool_calls.extra_content");
        else if (part is OpaquePart opaque) dropped.Add($"messages.content.{opaque.Type}");
        else if (part is GeneratedImagePart) dropped.Add(nameof(GeneratedImagePart), "messages.images");
        else if (part is ImagePart) dropped.Add("messages.content.image");
        else if (part is DocumentPart) dropped.Add("messages.content.document");
    }

    private void NameCacheMark(ContentPart part)
    {
        if (part.CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
    }

    private void Open(ReadOnlySpan<byte> role)
    {
        if (_any) output.Raw(","u8);
        _any = true;
        output.Raw("{\"role\":"u8);
        output.String(role);
        output.Raw(",\"content\":"u8);
    }
}
