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

    /// <summary>The call is one of a custom tool: its arguments are free text.</summary>
    public bool IsCustom;
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
                if (reader.TokenType == JsonTokenType.String) (item.Kind, item.IsCustom) = KindOf(ref reader);
                else reader.Skip();
            }
            else if (reader.ValueTextEquals("id"u8)) Text(ref reader, json, ref item.Id);
            else if (reader.ValueTextEquals("call_id"u8)) Text(ref reader, json, ref item.CallId);
            else if (reader.ValueTextEquals("name"u8)) Text(ref reader, json, ref item.Name);
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8)) ReadArguments(ref reader, json, ref item.Arguments);
            else if (reader.ValueTextEquals("content"u8)) Array(ref reader, json, ref item.Content);
            else if (reader.ValueTextEquals("summary"u8)) Array(ref reader, json, ref item.Summary);
            else reader.Skip();
        }

        // xAI tells of tools that it runs itself in the same form, under ids of their own: those are not the caller's to answer
        if (item.IsCustom && !item.CallId.Escaped.Span.StartsWith("call_"u8)) (item.Kind, item.IsCustom) = (ItemKind.Other, false);
        return item;
    }

    private static (ItemKind Kind, bool IsCustom) KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message"u8) ? (ItemKind.Message, false)
        : reader.ValueTextEquals("reasoning"u8) ? (ItemKind.Reasoning, false)
        : reader.ValueTextEquals("function_call"u8) ? (ItemKind.Call, false)
        : reader.ValueTextEquals("custom_tool_call"u8) ? (ItemKind.Call, true)
        : (ItemKind.Other, false);

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
