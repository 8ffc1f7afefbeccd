using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Reads what a candidate says of its sources.</summary>
internal static class Citations
{
    /// <summary>Reads <c>groundingMetadata</c>: what a search or another retrieval of the vendor found, and what of the answer rests on it.</summary>
    public static void ReadGrounding(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            var isFound = json.ValueTextEquals("groundingChunks"u8);
            if (!isFound && !json.ValueTextEquals("groundingSupports"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                while (Wire.NextObject(ref json))
                {
                    if (isFound) ReadFound(ref json, frame, chunk);
                    else ReadSupport(ref json, frame, chunk);
                }
            }
        }
    }

    /// <summary>Reads <c>citationMetadata</c>: what the model recites. Its list has two names, by the vendor's door.</summary>
    public static void ReadMetadata(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("citationSources"u8) && !json.ValueTextEquals("citations"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                while (Wire.NextObject(ref json)) Add(ReadSource(ref json, frame), chunk.Recited, chunk);
            }
        }
    }

    private static void ReadFound(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        var found = new Citation(null, null, null, null, null, null);
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("web"u8) && !json.ValueTextEquals("retrievedContext"u8) && !json.ValueTextEquals("maps"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartObject)) found = ReadSource(ref json, frame);
        }

        Add(found, chunk.Found, chunk);
    }

    private static void Add(Citation source, List<Citation> list, Chunk chunk)
    {
        chunk.Bound();
        list.Add(source);
    }

    private static Citation ReadSource(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame)
    {
        JsonText uri = default, title = default;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("uri"u8)) uri = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("title"u8)) title = Wire.Text(ref json, frame);
            else json.Skip();
        }

        return new Citation(uri.IsEmpty ? null : uri.ToString(), title.IsEmpty ? null : title.ToString(), null, null, null, null);
    }

    private static void ReadSupport(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        var words = default(ChunkSupport);
        ReadOnlyMemory<byte> sources = default;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("segment"u8)) words = ReadSegment(ref json, frame);
            else if (json.ValueTextEquals("groundingChunkIndices"u8)) sources = Wire.Take(ref json, frame, JsonTokenType.StartArray);
            else json.Skip();
        }

        if (words.End <= words.Start || sources.IsEmpty) return;
        var numbers = Wire.Open(sources);
        numbers.Read();
        while (numbers.Read() && numbers.TokenType != JsonTokenType.EndArray)
        {
            chunk.Bound();
            if (numbers.TokenType == JsonTokenType.Number && numbers.TryGetInt32(out var number)) chunk.Supports.Add(words with { Source = number });
            else numbers.Skip();
        }
    }

    /// <summary>Numbers that are zero the vendor leaves out.</summary>
    private static ChunkSupport ReadSegment(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame)
    {
        var words = default(ChunkSupport);
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return words;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("partIndex"u8)) words = words with { Part = Wire.Index(ref json) ?? 0 };
            else if (json.ValueTextEquals("startIndex"u8)) words = words with { Start = Wire.Index(ref json) ?? 0 };
            else if (json.ValueTextEquals("endIndex"u8)) words = words with { End = Wire.Index(ref json) ?? 0 };
            else if (json.ValueTextEquals("text"u8)) words = words with { Text = Wire.Text(ref json, frame) };
            else json.Skip();
        }

        return words;
    }
}
