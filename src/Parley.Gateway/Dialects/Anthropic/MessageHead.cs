using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>A message object: the beginning of a stream (<c>message_start</c>), or a whole answer.</summary>
internal struct MessageHead
{
    public JsonText Id;
    public JsonText Model;
    public JsonText StopReason;
    public JsonText StopSequence;
    public ReadOnlyMemory<byte> Usage;
    public ReadOnlyMemory<byte> Content;
    public ReadOnlyMemory<byte> Error;

    public static MessageHead Read(ReadOnlyMemory<byte> json)
    {
        var head = new MessageHead();
        var reader = Wire.Open(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A message is a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) Text(ref reader, json, ref head.Id);
            else if (reader.ValueTextEquals("model"u8)) Text(ref reader, json, ref head.Model);
            else if (reader.ValueTextEquals("stop_reason"u8)) Text(ref reader, json, ref head.StopReason);
            else if (reader.ValueTextEquals("stop_sequence"u8)) Text(ref reader, json, ref head.StopSequence);
            else if (reader.ValueTextEquals("usage"u8)) Take(ref reader, json, JsonTokenType.StartObject, ref head.Usage);
            else if (reader.ValueTextEquals("content"u8)) Take(ref reader, json, JsonTokenType.StartArray, ref head.Content);
            else if (reader.ValueTextEquals("error"u8)) Take(ref reader, json, JsonTokenType.StartObject, ref head.Error);
            else reader.Skip();
        }

        reader.Read(); // nothing but white space may follow
        return head;
    }

    private static void Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref JsonText value)
    {
        reader.Read();
        value = Wire.Text(ref reader, json);
    }

    private static void Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, JsonTokenType wanted, ref ReadOnlyMemory<byte> value)
    {
        reader.Read();
        if (reader.TokenType == wanted) value = Wire.Take(ref reader, json);
        else reader.Skip();
    }
}
