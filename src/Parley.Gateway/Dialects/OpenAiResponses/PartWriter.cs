using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Writes the parts of messages and of results.</summary>
internal sealed class PartWriter(IBufferWriter<byte> output, DroppedNames dropped)
{
    /// <summary>Whether a part of a user's message or of a result has a form here; names it when it has not.</summary>
    public bool CanWrite(ContentPart part)
    {
        var lost = part switch
        {
            TextPart or RefusalPart => null,
            ImagePart { Source: Base64Source or UrlSource } => null,
            ImagePart => "messages.content.image.file_id",
            DocumentPart { Source: FileSource } => "messages.content.document.file_id",
            DocumentPart => null,
            AudioPart => "messages.content.input_audio",
            OpaquePart opaque => $"messages.content.{opaque.Type}",
            _ => "messages.content",
        };
        if (lost is null) return true;
        dropped.Add(lost);
        return false;
    }

    /// <summary>Writes an array of parts, all of which can be written.</summary>
    public void WriteArray(List<ContentPart> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            output.Raw(i == 0 ? "["u8 : ","u8);
            Write(parts[i]);
            if (parts[i].CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
        }

        output.Raw("]"u8);
    }

    /// <summary>Writes a text or a refusal of the assistant.</summary>
    public void WriteSaid(ContentPart part)
    {
        if (part is RefusalPart refusal) Text("{\"type\":\"refusal\",\"refusal\":"u8, refusal.Text);
        else Text("{\"type\":\"output_text\",\"text\":"u8, ((TextPart)part).Text);
    }

    private void Write(ContentPart part)
    {
        switch (part)
        {
            case TextPart text: Text("{\"type\":\"input_text\",\"text\":"u8, text.Text); break;
            case RefusalPart refusal: Text("{\"type\":\"input_text\",\"text\":"u8, refusal.Text); break;
            case ImagePart image: WriteImage(image); break;
            case DocumentPart document: WriteDocument(document); break;
        }
    }

    private void Text(ReadOnlySpan<byte> head, string text)
    {
        output.Raw(head);
        output.String(text);
        output.Raw("}"u8);
    }

    private void WriteImage(ImagePart image)
    {
        output.Raw("{\"type\":\"input_image\",\"detail\":"u8);
        output.String(image.Detail ?? "auto");
        output.Raw(",\"image_url\":"u8);
        if (image.Source is Base64Source data) output.DataUrl(data);
        else output.String(((UrlSource)image.Source).Url);
        output.Raw("}"u8);
    }

    private void WriteDocument(DocumentPart document)
    {
        dropped.NameLost(document, isNamed: document.Source is Base64Source);
        switch (document.Source)
        {
            case TextSource text:
                Text("{\"type\":\"input_text\",\"text\":"u8, text.Text);
                break;
            case UrlSource url:
                Text("{\"type\":\"input_file\",\"file_url\":"u8, url.Url); // the vendor takes no name beside an address
                break;
            case Base64Source data:
                output.Raw("{\"type\":\"input_file\",\"filename\":"u8);
                output.String(document.Name ?? "document.pdf");
                output.Raw(",\"file_data\":"u8);
                output.DataUrl(data);
                output.Raw("}"u8);
                break;
        }
    }
}
