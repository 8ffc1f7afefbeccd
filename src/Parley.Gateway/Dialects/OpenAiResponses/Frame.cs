using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>One event's members, whatever order they come in. Parsed whole before anything is said of it, so that an
/// event which turns out to be garbage says nothing.</summary>
internal struct Frame
{
    public FrameType Type;

    /// <summary>The type stands in the JSON.</summary>
    public bool IsTyped;

    /// <summary>The item's place in the output; -1 when it is not told.</summary>
    public int OutputIndex;

    /// <summary>The part's place in its item: <c>content_index</c> or <c>summary_index</c>.</summary>
    public int PartIndex;

    public JsonText ItemId;
    public JsonText Delta;

    /// <summary>What a <c>done</c> event repeats: text, refusal, arguments, or input.</summary>
    public JsonText Text;

    /// <summary>The random padding that OpenAI adds to events against traffic analysis.</summary>
    public JsonText Obfuscation;

    /// <summary>Log probabilities of its text's tokens; empty for none.</summary>
    public ReadOnlyMemory<byte> Logprobs;

    /// <summary>The digits of <c>sequence_number</c>.</summary>
    public ReadOnlyMemory<byte> Number;
    public ReadOnlyMemory<byte> Item;
    public ReadOnlyMemory<byte> Part;
    public ReadOnlyMemory<byte> Annotation;
    public ReadOnlyMemory<byte> Response;
    public ReadOnlyMemory<byte> Error;

    /// <summary>Parses an event. Throws <see cref="JsonException"/> for bytes that are not one JSON object.</summary>
    public static Frame Parse(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data)
    {
        var frame = new Frame { OutputIndex = -1 };
        var reader = Wire.Open(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An event is a JSON object.");
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                frame.IsTyped = Wire.Enter(ref reader, JsonTokenType.String);
                if (frame.IsTyped) frame.Type = FrameTypes.Read(ref reader);
            }
            else if (reader.ValueTextEquals("delta"u8)) frame.Delta = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("item_id"u8)) frame.ItemId = Wire.Text(ref reader, data);
            else if (reader.ValueTextEquals("output_index"u8)) frame.OutputIndex = Wire.Index(ref reader) ?? frame.OutputIndex;
            else if (reader.ValueTextEquals("sequence_number"u8)) Digits(ref reader, data, ref frame.Number);
            else if (reader.ValueTextEquals("content_index"u8) || reader.ValueTextEquals("summary_index"u8)) frame.PartIndex = Wire.Index(ref reader) ?? frame.PartIndex;
            else frame.ReadRare(ref reader, data);
        }

        reader.Read(); // nothing but white space may follow
        if (!frame.IsTyped) frame.Type = FrameTypes.Of(eventName.Span);
        if (frame.Type == FrameType.Unknown && !frame.Error.IsEmpty) frame.Type = FrameType.Error; // from something between the vendor and us
        return frame;
    }

    private void ReadRare(ref Utf8JsonReader reader, ReadOnlyMemory<byte> data)
    {
        if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8)) Text = Wire.Text(ref reader, data);
        else if (reader.ValueTextEquals("obfuscation"u8)) Obfuscation = Wire.Text(ref reader, data);
        else if (reader.ValueTextEquals("logprobs"u8)) Logprobs = Dialects.Logprobs.Take(ref reader, data);
        else if (reader.ValueTextEquals("item"u8)) Item = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else if (reader.ValueTextEquals("part"u8)) Part = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else if (reader.ValueTextEquals("annotation"u8)) Annotation = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else if (reader.ValueTextEquals("response"u8)) Response = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else if (reader.ValueTextEquals("error"u8)) Error = Wire.Take(ref reader, data, JsonTokenType.StartObject);
        else reader.Skip();
    }

    private static void Digits(ref Utf8JsonReader reader, ReadOnlyMemory<byte> data, ref ReadOnlyMemory<byte> value)
    {
        reader.Read();
        var isWhole = reader.TokenType == JsonTokenType.Number && !reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        var number = Wire.Take(ref reader, data);
        value = isWhole ? number : default;
    }
}
