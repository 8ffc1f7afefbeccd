using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Annotations of this format: web sources have an address; files that are cited or made have only a name.</summary>
internal static class Citations
{
    /// <summary>Reads one annotation of any type.</summary>
    public static Citation Read(ReadOnlyMemory<byte> json)
    {
        JsonText url = default, title = default, file = default, id = default;
        int? start = null, end = null;
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("url"u8)) url = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("title"u8)) title = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("filename"u8)) file = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("file_id"u8)) id = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("start_index"u8)) start = Wire.Index(ref reader);
            else if (reader.ValueTextEquals("end_index"u8)) end = Wire.Index(ref reader);
            else reader.Skip();
        }

        if (title.IsEmpty) title = file.IsEmpty ? id : file;
        return new Citation(url.IsEmpty ? null : url.ToString(), title.IsEmpty ? null : title.ToString(), null, null, start, end);
    }

    /// <summary>Writes an annotation for a source that has an address. The range is 0 to 0 where the vendor gave none, or one outside of this part.</summary>
    public static void Write(Citation citation, IBufferWriter<byte> output)
    {
        var isInPart = citation.StartIndex >= 0;
        output.Raw("{\"type\":\"url_citation\",\"start_index\":"u8);
        output.Number(isInPart ? citation.StartIndex ?? 0 : 0);
        output.Raw(",\"end_index\":"u8);
        output.Number(isInPart ? citation.EndIndex ?? 0 : 0);
        output.Raw(",\"url\":"u8);
        output.String(citation.Url ?? "");
        output.Raw(",\"title\":"u8);
        output.String(citation.Title ?? "");
        output.Raw("}"u8);
    }
}
