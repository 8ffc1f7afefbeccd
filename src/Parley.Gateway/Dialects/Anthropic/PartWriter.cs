using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes content blocks of a request.</summary>
internal sealed class PartWriter(DroppedNames dropped, IBufferWriter<byte> output)
{
    /// <summary>Whether a part can be sent. Names it when it cannot; empty texts mean nothing and go unnamed.</summary>
    public bool CanWrite(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                return !string.IsNullOrWhiteSpace(text.Text);
            case RefusalPart refusal:
                return !string.IsNullOrWhiteSpace(refusal.Text);
            case ReasoningPart { Signature: null or "" }:
                dropped.Add(nameof(ReasoningPart), "messages.reasoning_content");
                return false;
            case ImagePart image:
                if (image.Detail is not null and not "auto") dropped.Add("messages.content.image_url.detail");
                return image.Source is Base64Source or UrlSource || Drop("messages.content.image.file_id");
            case GeneratedImagePart:
                dropped.Add(nameof(GeneratedImagePart), "messages.images"); // an assistant's turn has no place for one
                return false;
            case DocumentPart document:
                return document.Source is not FileSource ? MediaWriter.CanWrite(document) || Drop("messages.content.file") : Drop("messages.content.file.file_id");
            case AudioPart:
                return Drop("messages.content.input_audio");
            case ToolCallPart { Signature.Length: > 0 }:
                dropped.Add("messages.tool_calls.extra_content");
                return true;
            case OpaquePart opaque:
                return Drop("messages.content." + opaque.Type);
            default:
                return true;
        }
    }

    /// <summary>Writes an array of blocks.</summary>
    public void WriteAll(IEnumerable<ContentPart> parts)
    {
        output.Raw("["u8);
        var first = true;
        foreach (var part in parts)
        {
            if (!first) output.Raw(","u8);
            first = false;
            Write(part);
            CacheMark.Write(part.CacheControl, output);
            output.Raw("}"u8);
        }

        output.Raw("]"u8);
    }

    /// <summary>Writes a block up to its closing brace.</summary>
    private void Write(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                Text(text.Text);
                break;
            case RefusalPart refusal:
                Text(refusal.Text);
                break;
            case ReasoningPart reasoning:
                output.Raw("{\"type\":\"thinking\",\"thinking\":"u8);
                output.String(reasoning.Text);
                output.Raw(",\"signature\":"u8);
                output.String(reasoning.Signature!);
                break;
            case ImagePart image:
                MediaWriter.Write(image, output);
                break;
            case DocumentPart document:
                MediaWriter.Write(document, output);
                break;
            case ToolCallPart call:
                output.Raw("{\"type\":\"tool_use\",\"id\":"u8);
                output.String(ToolIds.Clean(call.Id));
                output.Raw(",\"name\":"u8);
                output.String(call.Name);
                output.Raw(",\"input\":"u8);
                ToolInput.Write(call.Arguments, output);
                break;
            case ToolResultPart result:
                Result(result);
                break;
            default:
                throw new InvalidOperationException($"A part of type {part.GetType().Name} was let through but cannot be written.");
        }
    }

    private void Text(string text)
    {
        output.Raw("{\"type\":\"text\",\"text\":"u8);
        output.String(text);
    }

    private void Result(ToolResultPart result)
    {
        output.Raw("{\"type\":\"tool_result\",\"tool_use_id\":"u8);
        output.String(ToolIds.Clean(result.CallId));
        var content = result.Content.FindAll(CanWrite);
        if (content is [TextPart { CacheControl.ValueKind: JsonValueKind.Undefined } only])
        {
            output.Raw(",\"content\":"u8);
            output.String(only.Text);
        }
        else if (content.Count > 0)
        {
            output.Raw(",\"content\":"u8);
            WriteAll(content);
        }

        if (result.IsError) output.Raw(",\"is_error\":true"u8);
    }

    private bool Drop(string name)
    {
        dropped.Add(name);
        return false;
    }
}
