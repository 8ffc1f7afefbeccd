using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Reads one part of a candidate's content: a union, told by which of its members is there.</summary>
internal static class PartParser
{
    /// <summary>Reads the object that the reader stands on into <paramref name="chunk"/>. Kinds that nobody knows yet are passed over.</summary>
    public static void Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        var start = (int)json.TokenStartIndex;
        var isThought = false;
        var part = new ChunkPart(BlockKind.Text);
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("text"u8)) part = part with { Text = Wire.Text(ref json, frame) };
            else if (json.ValueTextEquals("thought"u8)) isThought = Wire.Flag(ref json);
            else if (json.ValueTextEquals("thoughtSignature"u8)) part = part with { Signature = Wire.Text(ref json, frame) };
            else if (json.ValueTextEquals("functionCall"u8)) part = ReadCall(ref json, frame, part);
            else if (json.ValueTextEquals("inlineData"u8)) part = ReadFile(ref json, frame, part);
            else if (IsVendors(ref json)) part = SkipAs(BlockKind.Opaque, ref json, part);
            else json.Skip();
        }

        if (part.Kind == BlockKind.Text && isThought) part = part with { Kind = BlockKind.Reasoning };
        if (part.Kind == BlockKind.Image && (isThought || part.Text.IsEmpty)) part = new ChunkPart(BlockKind.Opaque); // drafts are no part of the answer
        if (part.Kind == BlockKind.Opaque) part = part with { Json = frame[start..(int)json.BytesConsumed] };
        chunk.Bound();
        chunk.Parts.Add(part);
    }

    /// <summary>Code that the vendor ran, files that it keeps, calls of its own tools.</summary>
    private static bool IsVendors(ref Utf8JsonReader json) =>
        json.ValueTextEquals("executableCode"u8) || json.ValueTextEquals("codeExecutionResult"u8)
        || json.ValueTextEquals("fileData"u8) || json.ValueTextEquals("toolCall"u8) || json.ValueTextEquals("toolResponse"u8)
        || json.ValueTextEquals("functionResponse"u8);

    private static ChunkPart SkipAs(BlockKind kind, ref Utf8JsonReader json, in ChunkPart part)
    {
        json.Read();
        var isThere = json.TokenType == JsonTokenType.StartObject;
        json.Skip();
        return isThere ? part with { Kind = kind } : part;
    }

    /// <summary>A file that stands in the answer: a picture, or something that no other format has a place for.</summary>
    private static ChunkPart ReadFile(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, ChunkPart part)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return part;
        JsonText type = default, data = default;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("mimeType"u8)) type = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("data"u8)) data = Wire.Text(ref json, frame);
            else json.Skip();
        }

        return Picture.IsType(type) ? part with { Kind = BlockKind.Image, Name = type, Text = data } : part with { Kind = BlockKind.Opaque };
    }

    private static ChunkPart ReadCall(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, ChunkPart part)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return part;
        part = part with { Kind = BlockKind.ToolCall };
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("name"u8)) part = part with { Name = Wire.Text(ref json, frame) };
            else if (json.ValueTextEquals("id"u8)) part = part with { Id = Wire.Text(ref json, frame) };
            else if (json.ValueTextEquals("args"u8)) part = part with { Json = Wire.Take(ref json, frame, JsonTokenType.StartObject) };
            else if (json.ValueTextEquals("partialArgs"u8)) part = part with { PartialArguments = Wire.Take(ref json, frame, JsonTokenType.StartArray) };
            else if (json.ValueTextEquals("willContinue"u8)) part = part with { Continues = Wire.Flag(ref json) };
            else json.Skip();
        }

        return part;
    }
}
