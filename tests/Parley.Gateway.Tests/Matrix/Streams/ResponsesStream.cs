using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix.Streams;

/// <summary>Events of a response: everything once in pieces, and then as a whole.</summary>
internal sealed class ResponsesStream
{
    private readonly StringBuilder _stream = new();
    private int _number;

    public static string Of(JsonObject answer)
    {
        var stream = new ResponsesStream();
        stream.Write(answer);
        return stream._stream.ToString();
    }

    private void Write(JsonObject answer)
    {
        var opening = answer.DeepClone().AsObject();
        (opening["status"], opening["output"], opening["usage"], opening["incomplete_details"]) = ("in_progress", new JsonArray(), null, null);
        Event("response.created", new() { ["response"] = opening.DeepClone() });
        Event("response.in_progress", new() { ["response"] = opening });
        foreach (var (item, at) in answer["output"]!.AsArray().Select((i, at) => (i!.AsObject(), at))) Item(item, at);
        Event($"response.{answer["status"]}", new() { ["response"] = answer.DeepClone() });
    }

    private void Item(JsonObject item, int at)
    {
        var empty = item.DeepClone().AsObject();
        foreach (var name in new[] { "content", "summary" })
            if (empty.ContainsKey(name)) empty[name] = new JsonArray();
        foreach (var name in new[] { "arguments", "input" })
            if (empty.ContainsKey(name)) empty[name] = "";
        if (empty.ContainsKey("result")) empty["result"] = null;
        if (empty.ContainsKey("status")) empty["status"] = "in_progress";
        Event("response.output_item.added", new() { ["output_index"] = at, ["item"] = empty });
        var id = item["id"]!.ToString();
        foreach (var (part, index) in (item["content"]?.AsArray() ?? []).Select((p, i) => (p!.AsObject(), i))) Part(part, id, at, index);
        foreach (var (part, index) in (item["summary"]?.AsArray() ?? []).Select((p, i) => (p!.AsObject(), i))) Summary(part, id, at, index);
        if (item["result"] is not null)
        {
            Event("response.image_generation_call.generating", new() { ["item_id"] = id, ["output_index"] = at });
            Event("response.image_generation_call.partial_image", new() { ["item_id"] = id, ["output_index"] = at, ["partial_image_index"] = 0, ["partial_image_b64"] = "cGFydA==" });
            Event("response.image_generation_call.completed", new() { ["item_id"] = id, ["output_index"] = at });
        }

        if (item["arguments"]?.ToString() is { } arguments)
        {
            foreach (var piece in Streamed.Pieces(arguments)) Event("response.function_call_arguments.delta", new() { ["item_id"] = id, ["output_index"] = at, ["delta"] = piece });
            Event("response.function_call_arguments.done", new() { ["item_id"] = id, ["output_index"] = at, ["name"] = item["name"]!.DeepClone(), ["arguments"] = arguments });
        }

        if (item["input"]?.ToString() is { } input)
        {
            foreach (var piece in Streamed.Pieces(input)) Event("response.custom_tool_call_input.delta", new() { ["item_id"] = id, ["output_index"] = at, ["delta"] = piece });
            Event("response.custom_tool_call_input.done", new() { ["item_id"] = id, ["output_index"] = at, ["input"] = input });
        }

        Event("response.output_item.done", new() { ["output_index"] = at, ["item"] = item.DeepClone() });
    }

    private void Part(JsonObject part, string id, int at, int index)
    {
        var (type, name) = part["type"]!.ToString() == "refusal" ? ("refusal", "refusal") : ("output_text", "text");
        var empty = part.DeepClone().AsObject();
        empty[name] = "";
        foreach (var list in new[] { "annotations", "logprobs" })
            if (empty.ContainsKey(list)) empty[list] = new JsonArray();
        Event("response.content_part.added", Of(new() { ["part"] = empty }));
        foreach (var (place, piece) in Streamed.Pieces(part[name]!.ToString()).Index())
            Event($"response.{type}.delta", Of(new() { ["delta"] = piece, ["logprobs"] = place == 0 ? part["logprobs"]?.DeepClone() ?? new JsonArray() : new JsonArray() }));
        foreach (var (annotation, place) in (part["annotations"]?.AsArray() ?? []).Select((a, i) => (a, i)))
            Event("response.output_text.annotation.added", Of(new() { ["annotation_index"] = place, ["annotation"] = annotation!.DeepClone() }));
        Event($"response.{type}.done", Of(new() { [name] = part[name]!.DeepClone() }));
        Event("response.content_part.done", Of(new() { ["part"] = part.DeepClone() }));

        JsonObject Of(JsonObject data)
        {
            (data["item_id"], data["output_index"], data["content_index"]) = (id, at, index);
            return data;
        }
    }

    private void Summary(JsonObject part, string id, int at, int index)
    {
        Event("response.reasoning_summary_part.added", Of(new() { ["part"] = new JsonObject { ["type"] = "summary_text", ["text"] = "" } }));
        foreach (var piece in Streamed.Pieces(part["text"]!.ToString())) Event("response.reasoning_summary_text.delta", Of(new() { ["delta"] = piece }));
        Event("response.reasoning_summary_text.done", Of(new() { ["text"] = part["text"]!.DeepClone() }));
        Event("response.reasoning_summary_part.done", Of(new() { ["part"] = part.DeepClone() }));

        JsonObject Of(JsonObject data)
        {
            (data["item_id"], data["output_index"], data["summary_index"]) = (id, at, index);
            return data;
        }
    }

    private void Event(string type, JsonObject data)
    {
        (data["type"], data["sequence_number"]) = (type, _number++);
        _stream.Append(Streamed.Frame(data, named: true));
    }
}
