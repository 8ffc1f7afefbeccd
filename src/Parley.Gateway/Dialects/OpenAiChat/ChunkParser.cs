using System.Text.Json;
using System.Text.Unicode;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// Reads a <c>chat.completion.chunk</c>, or a whole <c>chat.completion</c>, into a <see cref="Chunk"/>: one pass, no document tree.
/// Tolerant of everything but broken JSON: values of unexpected types count as absent.
/// </summary>
internal static class ChunkParser
{
    /// <summary>Fills <paramref name="chunk"/>. Its texts point into <paramref name="frame"/>.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON object in UTF-8.</exception>
    public static void Parse(ReadOnlyMemory<byte> frame, bool whole, Chunk chunk)
    {
        chunk.Clear();
        if (!Utf8.IsValid(frame.Span)) throw new JsonException("Not UTF-8.");
        var json = new Utf8JsonReader(frame.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an object.");
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("choices"u8)) ReadChoices(ref json, frame, whole, chunk);
            else if (json.ValueTextEquals("id"u8)) chunk.Id = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("model"u8)) chunk.Model = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("usage"u8)) ReadUsage(ref json, frame, chunk, own: true);
            else if (json.ValueTextEquals("obfuscation"u8)) chunk.Obfuscation = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("error"u8)) chunk.HasError = Wire.HasValue(ref json);
            else if (json.ValueTextEquals("x_groq"u8)) ReadVendorUsage(ref json, frame, chunk);
            else json.Skip();
        }

        json.Read(); // throws when anything follows the object
    }

    private static void ReadUsage(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk, bool own)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (UsageMapping.Read(ref json) is not { } usage || (!own && chunk.Usage is not null)) return;
        chunk.Usage = usage;
        chunk.UsageJson = frame[start..(int)json.BytesConsumed];
    }

    /// <summary>Groq repeats usage under its own name, and sends only that when no usage chunk was asked for.</summary>
    private static void ReadVendorUsage(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("usage"u8)) ReadUsage(ref json, frame, chunk, own: false);
            else json.Skip();
        }
    }

    private static void ReadChoices(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, bool whole, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return;
        while (Wire.NextObject(ref json)) ReadChoice(ref json, frame, whole, chunk);
    }

    private static void ReadChoice(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, bool whole, Chunk chunk)
    {
        chunk.Choices++;
        if (IndexOf(json) is var index and not 0)
        {
            SkipOther(ref json, index, chunk);
            return;
        }

        var content = whole ? "message"u8 : "delta"u8;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals(content)) DeltaParser.Read(ref json, frame, whole, chunk);
            else if (json.ValueTextEquals("finish_reason"u8)) ReadFinish(ref json, chunk);
            else if (json.ValueTextEquals("logprobs"u8)) ReadLogprobs(ref json, frame, chunk);
            else if (json.ValueTextEquals("usage"u8)) ReadUsage(ref json, frame, chunk, own: false); // Moonshot's place
            else json.Skip();
        }
    }

    /// <summary>Further choices (<c>n</c> above 1, at OpenAI up to 128) have no place in the vocabulary; only whether they came to their end counts.</summary>
    private static void SkipOther(ref Utf8JsonReader json, int index, Chunk chunk)
    {
        var bit = index is > 0 and < 128 ? UInt128.One << index : 0;
        chunk.Others |= bit;
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("finish_reason"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.String)) chunk.EndedOthers |= bit;
        }
    }

    /// <summary>Looks ahead in a copy of the reader: the index may come after the content.</summary>
    private static int IndexOf(Utf8JsonReader json)
    {
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("index"u8)) return ReadInt(ref json) ?? 0;
            json.Skip();
        }

        return 0;
    }

    private static void ReadLogprobs(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("content"u8)) chunk.Logprobs = Logprobs.Take(ref json, frame);
            else if (json.ValueTextEquals("refusal"u8)) chunk.RefusalLogprobs = Logprobs.Take(ref json, frame);
            else json.Skip();
        }
    }

    private static void ReadFinish(ref Utf8JsonReader json, Chunk chunk)
    {
        if (Wire.Enter(ref json, JsonTokenType.String)) (chunk.Finish, chunk.FinishFault) = FinishReasons.Read(ref json);
    }

    /// <summary>The number that follows; null when it is anything else.</summary>
    public static int? ReadInt(ref Utf8JsonReader json) =>
        Wire.Enter(ref json, JsonTokenType.Number) && json.TryGetInt32(out var value) ? value : null;
}
