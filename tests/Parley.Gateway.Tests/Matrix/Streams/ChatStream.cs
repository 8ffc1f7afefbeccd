using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix.Streams;

/// <summary>Chunks of a chat completion.</summary>
internal static class ChatStream
{
    public static string Of(JsonObject answer)
    {
        var choice = answer["choices"]![0]!;
        var message = choice["message"]!.AsObject();
        var stream = new StringBuilder();
        Delta(new() { ["role"] = "assistant", ["content"] = message["content"] is null ? null : "" });
        foreach (var name in new[] { "reasoning_content", "content", "refusal" })
            foreach (var (at, piece) in Streamed.Pieces(message[name]?.ToString()).Index()) Delta(new() { [name] = piece }, at == 0 && name == "content" ? choice["logprobs"] : null);
        foreach (var image in message["images"]?.AsArray() ?? []) Delta(new() { ["content"] = "", ["images"] = new JsonArray(image!.DeepClone()) });
        foreach (var (call, at) in (message["tool_calls"]?.AsArray() ?? []).Select((c, i) => (c!.DeepClone(), i)))
        {
            var (form, name) = call["type"]!.ToString() == "custom" ? ("custom", "input") : ("function", "arguments");
            var arguments = call[form]![name]!.ToString();
            call["index"] = at;
            call[form]![name] = "";
            Delta(new() { ["tool_calls"] = new JsonArray(call) });
            foreach (var piece in Streamed.Pieces(arguments))
                Delta(new() { ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = at, [form] = new JsonObject { [name] = piece } }) });
        }

        if (message["annotations"] is { } annotations) Delta(new() { ["annotations"] = annotations.DeepClone() });
        Chunk([new JsonObject { ["index"] = 0, ["delta"] = new JsonObject(), ["finish_reason"] = choice["finish_reason"]!.DeepClone() }], null);
        Chunk([], answer["usage"]!.DeepClone());
        return stream.Append("data: [DONE]\n\n").ToString();

        void Delta(JsonObject delta, JsonNode? logprobs = null) => Chunk([new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = logprobs?.DeepClone(), ["finish_reason"] = null }], null);

        void Chunk(JsonArray choices, JsonNode? usage) => stream.Append(Streamed.Frame(new JsonObject
        {
            ["id"] = answer["id"]!.DeepClone(), ["object"] = "chat.completion.chunk", ["created"] = 1700000000, ["model"] = "up", ["choices"] = choices, ["usage"] = usage,
        }));
    }
}
