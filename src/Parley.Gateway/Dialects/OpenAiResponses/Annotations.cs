using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Annotations of this format: web sources have an address; files that are cited or made have only a name.</summary>
internal static class Annotations
{
    /// <summary>Reads one annotation of any type.</summary>
    public static Citation Read(ReadOnlyMemory<byte> json)
    {
        JsonText url = default, title = default, file = default, id = default;
        int? start = null, end = null;
        var reader = Wire.Open(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("url"u8)) Word(ref reader, json, ref url);
            else if (reader.ValueTextEquals("title"u8)) Word(ref reader, json, ref title);
            else if (reader.ValueTextEquals("filename"u8)) Word(ref reader, json, ref file);
            else if (reader.ValueTextEquals("file_id"u8)) Word(ref reader, json, ref id);
            else if (reader.ValueTextEquals("start_index"u8)) Number(ref reader, ref start);
            else if (reader.ValueTextEquals("end_index"u8)) Number(ref reader, ref end);
            else reader.Skip();
        }

        if (title.IsEmpty) title = file.IsEmpty ? id : file;
        return new Citation(url.IsEmpty ? null : url.ToString(), title.IsEmpty ? null : title.ToString(), null, null, start, end);
    }

    /// <summary>Writes an annotation for a source that has an address. The range is the vendor's, or 0 to 0 where it gave none.</summary>
    public static void Write(Citation citation, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"url_citation\",\"start_index\":"u8);
        output.Number(citation.StartIndex ?? 0);
        output.Raw(",\"end_index\":"u8);
        output.Number(citation.EndIndex ?? 0);
        output.Raw(",\"url\":"u8);
        output.String(citation.Url ?? "");
        output.Raw(",\"title\":"u8);
        output.String(citation.Title ?? "");
        output.Raw("}"u8);
    }

    private static void Word(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref JsonText value)
    {
        reader.Read();
        value = Wire.Text(ref reader, json);
    }

    private static void Number(ref Utf8JsonReader reader, ref int? value)
    {
        reader.Read();
        value = (int?)Math.Min(Wire.Number(ref reader) ?? -1, int.MaxValue);
        if (value < 0) value = null;
    }
}
