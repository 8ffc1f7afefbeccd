using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>One frame's members, whatever order they come in. Parsed whole before anything is said of it, so that a
/// frame which turns out to be garbage says nothing.</summary>
internal struct Frame
{
    /// <summary>No type that means something is longer, with each of its letters escaped.</summary>
    private const int LongestEscapedType = 6 * 24;

    public FrameType Type;
    public int Index;
    public DeltaType Delta;
    public JsonText Text;
    public JsonText Thinking;
    public JsonText Signature;
    public JsonText PartialJson;
    public JsonText StopReason;
    public JsonText StopSequence;
    public ReadOnlyMemory<byte> Citation;
    public ReadOnlyMemory<byte> Message;
    public ReadOnlyMemory<byte> Block;
    public ReadOnlyMemory<byte> Usage;

    /// <summary>Parses a frame. Throws <see cref="JsonException"/> for bytes that are not one JSON object.</summary>
    public static Frame Parse(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data)
    {
        var frame = new Frame { Index = -1 };
        var typed = false;
        var reader = Wire.Open(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A frame is a JSON object.");
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                typed = Wire.Enter(ref reader, JsonTokenType.String);
                if (typed) frame.Type = ReadType(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                frame.Index = Wire.Index(ref reader) ?? -1;
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                if (Wire.Enter(ref reader, JsonTokenType.StartObject)) frame.ReadDelta(ref reader, data);
            }
            else
            {
                frame.ReadRare(ref reader, data);
            }
        }

        reader.Read(); // nothing but white space may follow
        if (!typed) frame.Type = TypeOf(eventName.Span);
        return frame;
    }

    private void ReadRare(ref Utf8JsonReader reader, ReadOnlyMemory<byte> data)
    {
        if (reader.ValueTextEquals("content_block"u8)) Block = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else if (reader.ValueTextEquals("message"u8)) Message = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else if (reader.ValueTextEquals("usage"u8)) Usage = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else reader.Skip();
    }

    private void ReadDelta(ref Utf8JsonReader reader, ReadOnlyMemory<byte> data)
    {
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                if (Wire.Enter(ref reader, JsonTokenType.String)) Delta = ReadDeltaType(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8)) Text = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("thinking"u8)) Thinking = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("partial_json"u8)) PartialJson = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("signature"u8)) Signature = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("citation"u8)) Citation = Wire.Take(ref reader, data, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("stop_reason"u8)) StopReason = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("stop_sequence"u8)) StopSequence = Wire.Text(ref reader, data);
            else reader.Skip();
        }
    }

    private static FrameType ReadType(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return TypeOf(reader.ValueSpan);
        if (reader.ValueSpan.Length > LongestEscapedType) return FrameType.Unknown;
        Span<byte> name = stackalloc byte[LongestEscapedType];
        return TypeOf(name[..reader.CopyString(name)]);
    }

    /// <summary>The type by the name of the event, for frames whose JSON does not say it.</summary>
    public static FrameType TypeOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content_block_delta"u8) ? FrameType.BlockDelta
        : name.SequenceEqual("content_block_start"u8) ? FrameType.BlockStart
        : name.SequenceEqual("content_block_stop"u8) ? FrameType.BlockStop
        : name.SequenceEqual("ping"u8) ? FrameType.Ping
        : name.SequenceEqual("message_start"u8) ? FrameType.MessageStart
        : name.SequenceEqual("message_delta"u8) ? FrameType.MessageDelta
        : name.SequenceEqual("message_stop"u8) ? FrameType.MessageStop
        : name.SequenceEqual("error"u8) ? FrameType.Error
        : FrameType.Unknown;

    private static DeltaType ReadDeltaType(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("text_delta"u8) ? DeltaType.Text
        : reader.ValueTextEquals("input_json_delta"u8) ? DeltaType.InputJson
        : reader.ValueTextEquals("thinking_delta"u8) ? DeltaType.Thinking
        : reader.ValueTextEquals("signature_delta"u8) ? DeltaType.Signature
        : reader.ValueTextEquals("citations_delta"u8) ? DeltaType.Citations
        : DeltaType.Unknown;
}
