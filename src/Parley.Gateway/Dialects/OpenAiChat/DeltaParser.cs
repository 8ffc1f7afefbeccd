using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads a choice's <c>delta</c>, or a whole answer's <c>message</c>, which has the same members.</summary>
internal static class DeltaParser
{
    /// <summary>Reads the object that follows into <paramref name="chunk"/>.</summary>
    public static void Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, bool whole, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        JsonText other = default, spoken = default;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("content"u8)) ReadContent(ref json, frame, chunk);
            else if (json.ValueTextEquals("tool_calls"u8)) ReadCalls(ref json, frame, whole, chunk);
            else if (json.ValueTextEquals("reasoning_content"u8)) chunk.Reasoning = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("reasoning"u8)) other = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("refusal"u8)) chunk.Refusal = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("annotations"u8)) ReadAnnotations(ref json, frame, chunk);
            else if (json.ValueTextEquals("images"u8)) PictureParser.Read(ref json, frame, chunk);
            else if (json.ValueTextEquals("function_call"u8)) ReadLegacyCall(ref json, frame, chunk);
            else if (json.ValueTextEquals("audio"u8)) spoken = ReadTranscript(ref json, frame);
            else json.Skip();
        }

        if (!spoken.IsEmpty && chunk.Texts.Count == 0) chunk.Texts.Add(new(BlockKind.Text, spoken));

        if (chunk.Reasoning.IsEmpty) chunk.Reasoning = other; // some vendors send the same words under both names
    }

    private static void ReadContent(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            chunk.Texts.Clear();
            chunk.Texts.Add(new(BlockKind.Text, JsonText.Slice(ref json, frame)));
        }
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            ReadParts(ref json, frame, BlockKind.Text, chunk);
        }
        else
        {
            json.Skip();
        }
    }

    /// <summary>Content in parts, as Mistral's reasoning models send it: <c>thinking</c> parts hold parts of their own.</summary>
    private static void ReadParts(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, BlockKind kind, Chunk chunk)
    {
        while (Wire.NextObject(ref json))
        {
            while (Wire.NextMember(ref json))
            {
                chunk.Bound();
                if (json.ValueTextEquals("text"u8)) chunk.Texts.Add(new(kind, Wire.Text(ref json, frame)));
                else if (!json.ValueTextEquals("thinking"u8)) json.Skip();
                else if (Wire.Enter(ref json, JsonTokenType.StartArray)) ReadParts(ref json, frame, BlockKind.Reasoning, chunk);
            }
        }
    }

    /// <summary>The words of a spoken answer, which has no content.</summary>
    private static JsonText ReadTranscript(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame)
    {
        JsonText words = default;
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return words;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("transcript"u8)) words = Wire.Text(ref json, frame);
            else json.Skip();
        }

        return words;
    }

    private static void ReadCalls(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, bool whole, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return;
        while (Wire.NextObject(ref json)) ReadCall(ref json, frame, whole, chunk);
    }

    private static void ReadCall(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, bool whole, Chunk chunk)
    {
        var call = default(ChunkCall);
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("index"u8)) call = call with { Index = ChunkParser.ReadInt(ref json) };
            else if (json.ValueTextEquals("id"u8)) call = call with { Id = Wire.Text(ref json, frame) };
            else if (json.ValueTextEquals("function"u8)) call = ReadFunction(ref json, frame, call);
            else if (json.ValueTextEquals("custom"u8)) call = ReadFunction(ref json, frame, call with { IsCustom = true });
            else json.Skip();
        }

        chunk.Bound();
        if (whole) call = call with { Index = chunk.Calls.Count }; // each is a call of its own, whatever number or id it has
        else if (call.Index < 0) call = call with { Index = null };
        chunk.Calls.Add(call);
    }

    private static ChunkCall ReadFunction(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, ChunkCall call)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return call;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("name"u8)) call = call with { Name = Wire.Text(ref json, frame) };
            else if (json.ValueTextEquals(call.IsCustom ? "input"u8 : "arguments"u8)) call = call with { Arguments = Wire.TextOrObject(ref json, frame) };
            else json.Skip();
        }

        return call;
    }

    private static void ReadLegacyCall(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        var call = ReadFunction(ref json, frame, new ChunkCall(ChunkCall.Legacy, default, default, default));
        if (!call.Name.IsEmpty || !call.Arguments.IsEmpty) chunk.Calls.Add(call);
    }

    private static void ReadAnnotations(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return;
        while (Wire.NextObject(ref json))
        {
            while (Wire.NextMember(ref json))
            {
                chunk.Bound();
                if (json.ValueTextEquals("url_citation"u8)) ReadCitation(ref json, frame, chunk);
                else json.Skip();
            }
        }
    }

    private static void ReadCitation(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        JsonText url = default, title = default, quoted = default;
        int? start = null, end = null;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("url"u8)) url = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("title"u8)) title = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("content"u8)) quoted = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("start_index"u8)) start = ChunkParser.ReadInt(ref json);
            else if (json.ValueTextEquals("end_index"u8)) end = ChunkParser.ReadInt(ref json);
            else json.Skip();
        }

        if (!url.IsEmpty) chunk.Citations.Add(new Citation(url.ToString(), TextOrNull(title), TextOrNull(quoted), null, start, end));
    }

    private static string? TextOrNull(JsonText text) => text.IsEmpty ? null : text.ToString();
}
