using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>
/// The items of a kept response's own input (what went before it is asked for by its own id), in the full form in which OpenAI lists them:
/// each has an id and a type, and a message has parts. Ids that the caller did not give follow from the response's:
/// <c>msg_x_in0</c> is the first of <c>resp_x</c>.
/// </summary>
internal static class InputItems
{
    /// <summary>The items, in the order in which they were said.</summary>
    public static List<ReadOnlyMemory<byte>> Of(StoredResponse response)
    {
        var input = response.Input;
        if (input.IsEmpty || input.Span.SequenceEqual("null"u8)) return [];
        var items = input.Span[0] == (byte)'[' ? KeptItems.Of(input) : [Said(input.Span)];
        var place = response.Id[(response.Id.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return [.. items.Where(i => i.Span[0] == (byte)'{').Select((item, index) => Whole(item, $"{place}_in{index}"))];
    }

    /// <summary>Writes a page: OpenAI's list object.</summary>
    public static void WritePage(IReadOnlyList<ReadOnlyMemory<byte>> page, bool hasMore, PooledBytes output)
    {
        output.Raw("{\"object\":\"list\",\"data\":["u8);
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            output.Raw(page[i].Span);
        }

        output.Raw("],\"first_id\":"u8);
        WriteId(page.Count == 0 ? default : page[0], output);
        output.Raw(",\"last_id\":"u8);
        WriteId(page.Count == 0 ? default : page[^1], output);
        output.Raw(hasMore ? ",\"has_more\":true}"u8 : ",\"has_more\":false}"u8);
    }

    private static void WriteId(ReadOnlyMemory<byte> item, PooledBytes output)
    {
        if (item.IsEmpty) output.Raw("null"u8);
        else output.Raw(ResponseObject.Member(item, "id"u8).Span);
    }

    private static ReadOnlyMemory<byte> Said(ReadOnlySpan<byte> text) => (byte[])[.. "{\"role\":\"user\",\"content\":"u8, .. text, (byte)'}'];

    private static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> item, string place)
    {
        var type = Encoding.UTF8.GetString(ResponseObject.Text(item, "type"u8));
        if (type is "" or "message")
        {
            item = WithParts(item);
            if (ResponseObject.Text(item, "status"u8).IsEmpty) item = ResponseObject.WithFirst(item, "status"u8, "\"completed\""u8);
            if (type.Length == 0) item = ResponseObject.WithFirst(item, "type"u8, "\"message\""u8);
        }

        return ResponseObject.Text(item, "id"u8).IsEmpty ? ResponseObject.WithFirst(item, "id"u8, Encoding.UTF8.GetBytes($"\"{PrefixOf(type)}_{place}\"")) : item;
    }

    /// <summary>A message whose content is a text alone, with that text as its one part.</summary>
    private static ReadOnlyMemory<byte> WithParts(ReadOnlyMemory<byte> message)
    {
        var content = ResponseObject.Member(message, "content"u8).Span;
        if (content is not [(byte)'"', ..]) return message;
        var isAnswer = ResponseObject.Text(message, "role"u8).SequenceEqual("assistant"u8);
        return ResponseObject.With(message, "content"u8, isAnswer
            ? (byte[])[.. "[{\"type\":\"output_text\",\"annotations\":[],\"text\":"u8, .. content, .. "}]"u8]
            : [.. "[{\"type\":\"input_text\",\"text\":"u8, .. content, .. "}]"u8]);
    }

    private static string PrefixOf(string type) => type switch
    {
        "" or "message" => "msg",
        "function_call" => "fc",
        "function_call_output" => "fco",
        "custom_tool_call" => "ctc",
        "custom_tool_call_output" => "ctco",
        "reasoning" => "rs",
        _ => "item",
    };
}
