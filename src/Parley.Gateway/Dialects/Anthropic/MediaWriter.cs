using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes images and documents of a request, each up to its closing brace.</summary>
internal static class MediaWriter
{
    /// <summary>PDFs in any form, and plain text. Other kinds of file cannot be sent.</summary>
    public static bool CanWrite(DocumentPart document) => document.Source switch
    {
        Base64Source source => IsPdf(source) || (IsText(source) && PlainText.Of(source) is not null),
        UrlSource or TextSource => true,
        _ => false,
    };

    public static void Write(ImagePart image, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"image\",\"source\":"u8);
        if (image.Source is Base64Source data) Base64(data.MediaType == "image/jpg" ? "image/jpeg" : data.MediaType, data, output);
        else Url(((UrlSource)image.Source).Url, output);
    }

    public static void Write(DocumentPart document, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"document\",\"source\":"u8);
        switch (document.Source)
        {
            case Base64Source data when IsPdf(data):
                Base64("application/pdf", data, output);
                break;
            case Base64Source data:
                Text(PlainText.Of(data)!, output);
                break;
            case TextSource text:
                Text(text.Text, output);
                break;
            default:
                Url(((UrlSource)document.Source).Url, output);
                break;
        }

        Optional(",\"title\":"u8, document.Name, output);
        Optional(",\"context\":"u8, document.Context, output);
        if (document.Citations) output.Raw(",\"citations\":{\"enabled\":true}"u8);
    }

    private static bool IsPdf(Base64Source source) => source.MediaType.Equals("application/pdf", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(Base64Source source) => source.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    private static void Base64(string mediaType, Base64Source data, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"base64\",\"media_type\":"u8);
        output.String(mediaType);
        output.Raw(",\"data\":\""u8);
        output.Base64(data);
        output.Raw("\"}"u8);
    }

    private static void Url(string url, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"url\",\"url\":"u8);
        output.String(url);
        output.Raw("}"u8);
    }

    private static void Text(string text, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":"u8);
        output.String(text);
        output.Raw("}"u8);
    }

    private static void Optional(ReadOnlySpan<byte> name, string? value, IBufferWriter<byte> output)
    {
        if (string.IsNullOrEmpty(value)) return;
        output.Raw(name);
        output.String(value);
    }
}
