using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix.Streams;

/// <summary>Events of a message.</summary>
internal static class MessagesStream
{
    public static string Of(JsonObject answer)
    {
        var stream = new StringBuilder();
        var opening = answer.DeepClone().AsObject();
        opening["content"] = new JsonArray();
        opening["stop_reason"] = null;
        opening["usage"]!["output_tokens"] = 1;
        Event(new() { ["type"] = "message_start", ["message"] = opening });
        foreach (var (block, at) in answer["content"]!.AsArray().Select((b, i) => (b!.AsObject(), i)))
        {
            var start = block.DeepClone().AsObject();
            foreach (var name in new[] { "text", "thinking", "signature" })
                if (start.ContainsKey(name)) start[name] = "";
            if (start.ContainsKey("input")) start["input"] = new JsonObject();
            start.Remove("citations");
            Event(new() { ["type"] = "content_block_start", ["index"] = at, ["content_block"] = start });
            foreach (var delta in Deltas(block)) Event(new() { ["type"] = "content_block_delta", ["index"] = at, ["delta"] = delta });
            Event(new() { ["type"] = "content_block_stop", ["index"] = at });
        }

        Event(new()
        {
            ["type"] = "message_delta", ["usage"] = answer["usage"]!.DeepClone(),
            ["delta"] = new JsonObject { ["stop_reason"] = answer["stop_reason"]!.DeepClone(), ["stop_sequence"] = answer["stop_sequence"]?.DeepClone() },
        });
        Event(new() { ["type"] = "message_stop" });
        return stream.ToString();

        void Event(JsonObject data) => stream.Append(Streamed.Frame(data, named: true));
    }

    private static IEnumerable<JsonObject> Deltas(JsonObject block)
    {
        foreach (var piece in Streamed.Pieces(block["thinking"]?.ToString())) yield return new() { ["type"] = "thinking_delta", ["thinking"] = piece };
        if (block["signature"] is { } signature) yield return new() { ["type"] = "signature_delta", ["signature"] = signature.DeepClone() };
        foreach (var piece in Streamed.Pieces(block["text"]?.ToString())) yield return new() { ["type"] = "text_delta", ["text"] = piece };
        foreach (var piece in Streamed.Pieces(block["input"]?.ToJsonString())) yield return new() { ["type"] = "input_json_delta", ["partial_json"] = piece };
        foreach (var citation in block["citations"]?.AsArray() ?? []) yield return new() { ["type"] = "citations_delta", ["citation"] = citation!.DeepClone() };
    }
}
