using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Citations of this format, in the members that formats share.</summary>
internal static class Citations
{
    /// <summary>Reads one citation of any type: web and search results have an address, documents an index. The vendor makes a block of its own of
    /// the words that it cites for, so the range is the whole block.</summary>
    public static Citation Read(ReadOnlyMemory<byte> json)
    {
        string? url = null, title = null, text = null;
        int? document = null;
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("url"u8) || reader.ValueTextEquals("source"u8)) url = Value(ref reader, json) ?? url;
            else if (reader.ValueTextEquals("title"u8) || reader.ValueTextEquals("document_title"u8)) title = Value(ref reader, json) ?? title;
            else if (reader.ValueTextEquals("cited_text"u8)) text = Value(ref reader, json);
            else if (reader.ValueTextEquals("document_index"u8)) document = Wire.Index(ref reader);
            else reader.Skip();
        }

        return new Citation(url, title, text, document, StartIndex: 0, EndIndex: null);
    }

    /// <summary>Reads an array of citations on a block into events.</summary>
    public static void ReadAll(ReadOnlyMemory<byte> json, int block, EventBatch events)
    {
        var reader = Wire.Open(json);
        reader.Read();
        while (!events.IsFull && Wire.NextObject(ref reader))
        {
            var citation = Read(Wire.Take(ref reader, json));
            events.Add(new LlmEvent { Kind = LlmEventKind.Citation, Block = block, Citation = citation });
        }
    }

    /// <summary>Writes a citation that has an address, in the one type of this format that carries addresses. Its
    /// <c>encrypted_index</c> only the vendor can make (<see cref="OwnMark"/>).</summary>
    public static void Write(Citation citation, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"web_search_result_location\",\"url\":"u8);
        output.String(citation.Url ?? "");
        output.Raw(",\"title\":"u8);
        output.String(citation.Title ?? ""); // null is allowed, but not by the AI SDK
        output.Raw(",\"cited_text\":"u8);
        output.String(citation.CitedText ?? "");
        output.Raw(",\"encrypted_index\":"u8);
        output.String(OwnMark.Text);
        output.Raw("}"u8);
    }

    private static string? Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json) =>
        Wire.Enter(ref reader, JsonTokenType.String) ? JsonText.Slice(ref reader, json).ToString() : null;
}
