using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Writes the parts of a user message.</summary>
internal sealed class PartWriter(IBufferWriter<byte> output, DroppedNames dropped)
{
    /// <summary>Whether a part has a form here; names it when it has not.</summary>
    public bool CanWrite(ContentPart part)
    {
        var lost = part switch
        {
            TextPart or AudioPart or RefusalPart => null,
            ImagePart { Source: Base64Source or UrlSource } => null,
            ImagePart => "messages.content.image.file_id",
            DocumentPart { Source: UrlSource } => "messages.content.document.url",
            DocumentPart { Source: FileSource } => "messages.content.document.file_id",
            DocumentPart => null,
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

    private void Write(ContentPart part)
    {
        switch (part)
        {
            case TextPart text: WriteText(text.Text); break;
            case RefusalPart refusal: WriteText(refusal.Text); break;
            case ImagePart image: WriteImage(image); break;
            case AudioPart audio: WriteAudio(audio); break;
            case DocumentPart document: WriteDocument(document); break;
        }
    }

    private void WriteText(string text)
    {
        output.Raw("{\"type\":\"text\",\"text\":"u8);
        output.String(text);
        output.Raw("}"u8);
    }

    private void WriteImage(ImagePart image)
    {
        output.Raw("{\"type\":\"image_url\",\"image_url\":{\"url\":"u8);
        if (image.Source is Base64Source data) output.DataUrl(data);
        else output.String(((UrlSource)image.Source).Url);
        if (image.Detail is not null)
        {
            output.Raw(",\"detail\":"u8);
            output.String(image.Detail);
        }

        output.Raw("}}"u8);
    }

    private void WriteAudio(AudioPart audio)
    {
        output.Raw("{\"type\":\"input_audio\",\"input_audio\":{\"data\":"u8);
        output.Element(audio.Base64);
        output.Raw(",\"format\":"u8);
        output.String(audio.Format);
        output.Raw("}}"u8);
    }

    private void WriteDocument(DocumentPart document)
    {
        dropped.NameLost(document, isNamed: document.Source is Base64Source);
        if (document.Source is TextSource text)
        {
            WriteText(text.Text);
            return;
        }

        output.Raw("{\"type\":\"file\",\"file\":{\"filename\":"u8);
        output.String(document.Name ?? "document.pdf");
        output.Raw(",\"file_data\":"u8);
        output.DataUrl((Base64Source)document.Source);
        output.Raw("}}"u8);
    }
}
