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
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) head.Id = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("model"u8)) head.Model = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("stop_reason"u8)) head.StopReason = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("stop_sequence"u8)) head.StopSequence = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("usage"u8)) head.Usage = Wire.Take(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("content"u8)) head.Content = Wire.Take(ref reader, json, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("error"u8)) head.Error = Wire.Take(ref reader, json, JsonTokenType.StartObject);
            else reader.Skip();
        }

        reader.Read(); // nothing but white space may follow
        return head;
    }
}
