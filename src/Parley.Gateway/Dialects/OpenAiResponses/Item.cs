using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>An output item as it stands in <c>output_item.added</c> (mostly empty), in <c>output_item.done</c> or in a whole response (full).</summary>
internal struct Item
{
    public ItemKind Kind;
    public JsonText Id;
    public JsonText CallId;
    public JsonText Name;
    public JsonText Arguments;
    public ReadOnlyMemory<byte> Content;
    public ReadOnlyMemory<byte> Summary;

    /// <summary>The whole item.</summary>
    public ReadOnlyMemory<byte> Json;

    /// <summary>Reads an item from its JSON object.</summary>
    public static Item Read(ReadOnlyMemory<byte> json)
    {
        var item = new Item { Json = json };
        var reader = Wire.Open(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String) item.Kind = KindOf(ref reader);
                else reader.Skip();
            }
            else if (reader.ValueTextEquals("id"u8)) Text(ref reader, json, ref item.Id);
            else if (reader.ValueTextEquals("call_id"u8)) Text(ref reader, json, ref item.CallId);
            else if (reader.ValueTextEquals("name"u8)) Text(ref reader, json, ref item.Name);
            else if (reader.ValueTextEquals("arguments"u8)) ReadArguments(ref reader, json, ref item.Arguments);
            else if (reader.ValueTextEquals("content"u8)) Array(ref reader, json, ref item.Content);
            else if (reader.ValueTextEquals("summary"u8)) Array(ref reader, json, ref item.Summary);
            else reader.Skip();
        }

        return item;
    }

    private static ItemKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message"u8) ? ItemKind.Message
        : reader.ValueTextEquals("reasoning"u8) ? ItemKind.Reasoning
        : reader.ValueTextEquals("function_call"u8) ? ItemKind.Call
        : ItemKind.Other;

    private static void Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref JsonText value)
    {
        reader.Read();
        value = Wire.Text(ref reader, json);
    }

    /// <summary>A string; some servers put the object itself in its place.</summary>
    private static void ReadArguments(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref JsonText value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.StartObject ? JsonText.FromUtf8(Wire.Take(ref reader, json).Span) : Wire.Text(ref reader, json);
    }

    private static void Array(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref ReadOnlyMemory<byte> value)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray) value = Wire.Take(ref reader, json);
        else reader.Skip();
    }
}
