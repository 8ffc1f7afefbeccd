using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Writes parts of a request's contents.</summary>
internal sealed class PartWriter(UpstreamTarget target, ModelTraits model, DroppedNames dropped, IBufferWriter<byte> output)
{
    /// <summary>What the vendor documents for parts whose signature is not at hand: the history comes from another model, or through a
    /// format that has no place for it. Gemini 3 refuses the first call of a turn without any, and a picture that it made.</summary>
    private static ReadOnlySpan<byte> NoSignature => ",\"thoughtSignature\":\"skip_thought_signature_validator\""u8;

    private readonly bool _hasCallIds = !ModelPath.IsVertex(target.Upstream.BaseUrl);

    /// <summary>The tools that the newest calls name: results do not. Their call stands before them.</summary>
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether a part can be sent. Names it when it cannot; empty texts mean nothing and go unnamed.</summary>
    public bool CanWrite(ContentPart part)
    {
        if (part.CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
        switch (part)
        {
            case TextPart text:
                return text.Text.Length > 0;
            case RefusalPart refusal:
                return refusal.Text.Length > 0;
            case ReasoningPart:
                dropped.Add(nameof(ReasoningPart), "messages.reasoning_content");
                return false;
            case ImagePart image:
                if (image.Detail is not null and not "auto") dropped.Add("messages.content.image_url.detail");
                return image.Source is Base64Source or UrlSource || Drop("messages.content.image.file_id");
            case DocumentPart document:
                dropped.NameLost(document, isNamed: false);
                return document.Source is not FileSource ? MediaWriter.CanWrite(document) || Drop("messages.content.file") : Drop("messages.content.document.file_id");
            case ToolResultPart result:
                foreach (var inner in result.Content) CanWrite(inner);
                return true;
            case OpaquePart opaque:
                return Drop("messages.content." + opaque.Type);
            default:
                return true;
        }
    }

    /// <summary>Writes an array of parts.</summary>
    public void WriteAll(IEnumerable<ContentPart> parts)
    {
        output.Raw("["u8);
        var (isFirst, isFirstCall) = (true, true);
        foreach (var part in parts)
        {
            output.Raw(isFirst ? "{"u8 : ",{"u8);
            isFirst = false;
            Write(part);
            if (part is ToolCallPart call)
            {
                Sign(call, isFirstCall);
                isFirstCall = false;
            }
            else if (model.IsThree && part is GeneratedImagePart)
            {
                output.Raw(NoSignature);
            }

            output.Raw("}"u8);
        }

        output.Raw("]"u8);
    }

    /// <summary>Of calls made at once the vendor signs only the first.</summary>
    private void Sign(ToolCallPart call, bool isFirst)
    {
        if (call.Signature is { Length: > 0 } signature)
        {
            output.Raw(",\"thoughtSignature\":"u8);
            output.String(signature);
        }
        else if (isFirst && model.IsThree)
        {
            output.Raw(NoSignature);
        }
    }

    private void Write(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                MediaWriter.WriteText(text.Text, output);
                break;
            case RefusalPart refusal:
                MediaWriter.WriteText(refusal.Text, output);
                break;
            case ImagePart image:
                MediaWriter.Write(image, output);
                break;
            case GeneratedImagePart image:
                MediaWriter.Write(image, output);
                break;
            case DocumentPart document:
                MediaWriter.Write(document, output);
                break;
            case AudioPart audio:
                MediaWriter.Write(audio, output);
                break;
            case ToolCallPart call:
                _names[call.Id] = call.Name;
                output.Raw("\"functionCall\":{"u8);
                WriteId(call.Id);
                output.Raw("\"name\":"u8);
                output.String(call.Name);
                output.Raw(",\"args\":"u8);
                ToolInput.Write(call.Arguments, output);
                output.Raw("}"u8);
                break;
            case ToolResultPart result:
                output.Raw("\"functionResponse\":{"u8);
                WriteId(result.CallId);
                output.Raw("\"name\":"u8);
                output.String(_names.GetValueOrDefault(result.CallId, result.CallId));
                output.Raw(",\"response\":"u8);
                CallResult.Write(result, output);
                output.Raw("}"u8);
                break;
            default:
                throw new InvalidOperationException($"A part of type {part.GetType().Name} was let through but cannot be written.");
        }
    }

    /// <summary>The door for cloud customers refuses ids, and tells calls apart by their order.</summary>
    private void WriteId(string id)
    {
        if (!_hasCallIds || id.Length == 0) return;
        output.Raw("\"id\":"u8);
        output.String(id);
        output.Raw(","u8);
    }

    private bool Drop(string name)
    {
        dropped.Add(name);
        return false;
    }
}
