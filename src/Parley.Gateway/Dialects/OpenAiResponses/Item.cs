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

    /// <summary>The base64 of a picture that was made; empty until it is.</summary>
    public JsonText Result;

    /// <summary>The end of its media type, if the vendor tells it.</summary>
    public JsonText Format;

    /// <summary>The whole item.</summary>
    public ReadOnlyMemory<byte> Json;

    /// <summary>Reads an item from its JSON object.</summary>
    public static Item Read(ReadOnlyMemory<byte> json)
    {
        var item = new Item { Json = json };
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                if (Wire.Enter(ref reader, JsonTokenType.String)) (item.Kind, item.IsCustom) = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8)) item.Id = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("call_id"u8)) item.CallId = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("name"u8)) item.Name = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8)) item.Arguments = Wire.TextOrObject(ref reader, json);
            else if (reader.ValueTextEquals("content"u8)) item.Content = Wire.Take(ref reader, json, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("result"u8)) item.Result = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("output_format"u8)) item.Format = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("summary"u8)) item.Summary = Wire.Take(ref reader, json, JsonTokenType.StartArray);
            else reader.Skip();
        }

        // xAI tells of searches that it runs itself in the same form, under ids of their own: those are not the caller's to answer
        if (item.IsCustom && item.CallId.Escaped.Span.StartsWith("xs_"u8)) (item.Kind, item.IsCustom) = (ItemKind.Other, false);
        return item;
    }

    private static (ItemKind Kind, bool IsCustom) KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message"u8) ? (ItemKind.Message, false)
        : reader.ValueTextEquals("reasoning"u8) ? (ItemKind.Reasoning, false)
        : reader.ValueTextEquals("function_call"u8) ? (ItemKind.Call, false)
        : reader.ValueTextEquals("custom_tool_call"u8) ? (ItemKind.Call, true)
        : reader.ValueTextEquals("image_generation_call"u8) ? (ItemKind.Image, false)
        : (ItemKind.Other, false);
}
