using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>A response object: in the events that begin and end a stream, or a whole answer.</summary>
internal struct ResponseHead
{
    public JsonText Id;
    public JsonText Model;
    public JsonText Status;

    /// <summary>Why it is incomplete; empty when it is not.</summary>
    public JsonText Reason;
    public ReadOnlyMemory<byte> Error;
    public ReadOnlyMemory<byte> Output;
    public ReadOnlyMemory<byte> Usage;

    /// <summary>The whole object, where it goes to the caller as it came; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Passing;

    /// <summary>Reads the object; everything of an empty one is empty.</summary>
    public static ResponseHead Read(ReadOnlyMemory<byte> json)
    {
        var head = new ResponseHead();
        if (json.IsEmpty) return head;
        var reader = Wire.Open(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A response is a JSON object.");
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) head.Id = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("model"u8)) head.Model = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("status"u8)) head.Status = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("usage"u8)) head.Usage = Wire.Take(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("output"u8)) head.Output = Wire.Take(ref reader, json, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("error"u8)) ReadError(ref reader, json, ref head.Error);
            else if (reader.ValueTextEquals("incomplete_details"u8)) ReadReason(ref reader, json, ref head.Reason);
            else reader.Skip();
        }

        reader.Read(); // nothing but white space may follow
        return head;
    }

    /// <summary>An object; some servers send a bare string.</summary>
    private static void ReadError(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref ReadOnlyMemory<byte> value)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String) value = Wire.Take(ref reader, json);
        else reader.Skip();
    }

    private static void ReadReason(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref JsonText value)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("reason"u8)) value = Wire.Text(ref reader, json);
            else reader.Skip();
        }
    }
}
