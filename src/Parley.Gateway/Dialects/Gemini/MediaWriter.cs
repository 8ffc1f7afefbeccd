using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Writes texts, images, documents and sound, each as the inside of a part.</summary>
internal static class MediaWriter
{
    /// <summary>PDFs and plain text, in any form, and files that are media. Other kinds of file cannot be sent.</summary>
    public static bool CanWrite(DocumentPart document) => document.Source switch
    {
        Base64Source source => MediaTypes.IsMedia(source.MediaType) || (MediaTypes.IsText(source.MediaType) && PlainText.Of(source) is not null),
        UrlSource or TextSource => true,
        _ => false,
    };

    public static void WriteText(string text, IBufferWriter<byte> output)
    {
        output.Raw("\"text\":"u8);
        output.String(text);
    }

    public static void Write(ImagePart image, IBufferWriter<byte> output)
    {
        if (image.Source is Base64Source data) Inline(data, output);
        else File(((UrlSource)image.Source).Url, null, output);
    }

    public static void Write(GeneratedImagePart image, IBufferWriter<byte> output) => Inline(image.Source, output);

    public static void Write(DocumentPart document, IBufferWriter<byte> output)
    {
        switch (document.Source)
        {
            case TextSource text:
                WriteText(text.Text, output);
                break;
            case Base64Source data when MediaTypes.IsMedia(data.MediaType):
                Inline(data, output);
                break;
            case Base64Source data:
                WriteText(PlainText.Of(data)!, output);
                break;
            default:
                File(((UrlSource)document.Source).Url, "application/pdf", output);
                break;
        }
    }

    public static void Write(AudioPart audio, IBufferWriter<byte> output)
    {
        output.Raw("\"inlineData\":{\"mimeType\":\"audio/"u8);
        output.Escape(audio.Format);
        output.Raw("\",\"data\":"u8);
        output.Element(audio.Base64);
        output.Raw("}"u8);
    }

    private static void Inline(Base64Source data, IBufferWriter<byte> output)
    {
        output.Raw("\"inlineData\":{\"mimeType\":"u8);
        output.String(data.MediaType == "image/jpg" ? "image/jpeg" : data.MediaType);
        output.Raw(",\"data\":\""u8);
        output.Base64(data);
        output.Raw("\"}"u8);
    }

    private static void File(string url, string? usual, IBufferWriter<byte> output)
    {
        output.Raw("\"fileData\":{"u8);
        if ((MediaTypes.OfAddress(url) ?? usual) is { } type)
        {
            output.Raw("\"mimeType\":"u8);
            output.String(type);
            output.Raw(","u8);
        }

        output.Raw("\"fileUri\":"u8);
        output.String(url);
        output.Raw("}"u8);
    }
}
