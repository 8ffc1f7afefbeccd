using System.Text;
using System.Text.Json;

namespace Parley.Gateway.Http.Responses;

/// <summary>Items of an input or an output, as they stand in their array.</summary>
internal static class KeptItems
{
    /// <summary>Cuts a JSON array, known to be well-formed, into its items.</summary>
    public static List<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> array)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var json = new Utf8JsonReader(array.Span);
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            items.Add(array[start..(int)json.BytesConsumed]);
        }

        return items;
    }

    /// <summary>An item's id; empty when it has none.</summary>
    public static string IdOf(ReadOnlyMemory<byte> item) => Encoding.UTF8.GetString(ResponseObject.Text(item, "id"u8));

    /// <summary>The items of a response's output; none when it has no such array.</summary>
    public static List<ReadOnlyMemory<byte>> OfOutput(ReadOnlyMemory<byte> response) =>
        ResponseObject.Member(response, "output"u8) is { IsEmpty: false } items && items.Span[0] == (byte)'[' ? Of(items) : [];

    /// <summary>An item of an output as a model may read it again; empty for what cannot be given back. What a model thought can only go to
    /// its vendor, and only sealed; by the ids of other items OpenAI would look for the thoughts that stood before them.</summary>
    public static ReadOnlyMemory<byte> GivenBack(ReadOnlyMemory<byte> item) => ResponseObject.Text(item, "type"u8) switch
    {
        var type when type.SequenceEqual("reasoning"u8) => ResponseObject.Text(item, "encrypted_content"u8).Length > 0 ? item : default,
        var type when type.SequenceEqual("message"u8) || type.SequenceEqual("function_call"u8) || type.SequenceEqual("custom_tool_call"u8) => ResponseObject.Without(item, "id"u8),
        _ => item,
    };
}
