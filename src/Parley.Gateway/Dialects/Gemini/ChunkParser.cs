using System.Text.Json;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Reads a <c>GenerateContentResponse</c>, a frame of a stream or a whole answer alike, into a <see cref="Chunk"/>: one pass, no
/// document tree. Tolerant of everything but broken JSON: values of unexpected types count as absent.
/// </summary>
internal static class ChunkParser
{
    /// <summary>Fills <paramref name="chunk"/>. Its texts point into <paramref name="frame"/>, which must be valid UTF-8.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public static void Parse(ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        chunk.Clear();
        var json = Wire.Open(frame);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an object.");
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("candidates"u8)) ReadCandidates(ref json, frame, chunk);
            else if (json.ValueTextEquals("usageMetadata"u8)) chunk.Usage = Wire.Take(ref json, frame, JsonTokenType.StartObject);
            else if (json.ValueTextEquals("responseId"u8)) chunk.Id = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("modelVersion"u8)) chunk.Model = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("promptFeedback"u8)) ReadFeedback(ref json, chunk);
            else if (json.ValueTextEquals("error"u8)) chunk.HasError = Wire.HasValue(ref json);
            else json.Skip();
        }

        json.Read(); // throws when anything follows the object
    }

    /// <summary>Safety ratings alone refuse nothing; a reason does.</summary>
    private static void ReadFeedback(ref Utf8JsonReader json, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("blockReason"u8)) chunk.IsBlocked |= Wire.Enter(ref json, JsonTokenType.String);
            else json.Skip();
        }
    }

    private static void ReadCandidates(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return;
        while (Wire.NextObject(ref json))
        {
            if (IndexOf(json) == 0) ReadCandidate(ref json, frame, chunk);
            else json.Skip(); // further candidates have no place in the vocabulary
        }
    }

    private static void ReadCandidate(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        chunk.HasCandidate = true;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("content"u8)) ReadContent(ref json, frame, chunk);
            else if (json.ValueTextEquals("finishReason"u8)) ReadFinish(ref json, chunk);
            else if (json.ValueTextEquals("groundingMetadata"u8)) Citations.ReadGrounding(ref json, frame, chunk);
            else if (json.ValueTextEquals("citationMetadata"u8)) Citations.ReadMetadata(ref json, frame, chunk);
            else json.Skip();
        }
    }

    /// <summary>Looks ahead in a copy of the reader: the index may come after the content. The first candidate often has none.</summary>
    private static long IndexOf(Utf8JsonReader json)
    {
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("index"u8)) return Wire.Count(ref json) ?? 0;
            json.Skip();
        }

        return 0;
    }

    private static void ReadContent(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("parts"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                while (Wire.NextObject(ref json)) PartParser.Read(ref json, frame, chunk);
            }
        }
    }

    private static void ReadFinish(ref Utf8JsonReader json, Chunk chunk)
    {
        if (Wire.Enter(ref json, JsonTokenType.String)) (chunk.Finish, chunk.FinishFault) = FinishReasons.Read(ref json);
    }
}
