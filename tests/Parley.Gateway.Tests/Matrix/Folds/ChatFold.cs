using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix.Folds;

/// <summary>Chat: the role first, then what is said, then the reason to end, then usage, then <c>[DONE]</c>.</summary>
internal sealed class ChatFold
{
    private readonly JsonObject _message = [];
    private readonly JsonArray _logprobs = [];
    private JsonNode? _finish;
    private JsonNode? _usage;
    private JsonObject? _head;

    public static JsonNode Of(string stream)
    {
        var fold = new ChatFold();
        var frames = Fold.Frames(stream);
        for (var i = 0; i < frames.Count; i++)
        {
            var (type, data) = frames[i];
            Assert.Equal("", type);
            if (data == "[DONE]")
            {
                Assert.Equal(frames.Count - 1, i);
                return fold.Answer();
            }

            var chunk = JsonNode.Parse(data)!.AsObject();
            if (chunk.ContainsKey("error"))
            {
                Assert.Equal(frames.Count - 1, i);
                return chunk;
            }

            fold.Add(chunk);
        }

        Assert.Fail("The stream has no end:\n" + stream);
        return fold._message;
    }

    private void Add(JsonObject chunk)
    {
        if (_head is not null) Assert.Equal(_head["id"]!.ToString(), chunk["id"]!.ToString());
        _head ??= chunk;
        Assert.Equal("chat.completion.chunk", chunk["object"]!.ToString());
        Assert.Null(_usage);
        if (chunk["choices"]!.AsArray() is not [var choice])
        {
            Assert.NotNull(_finish);
            _usage = chunk["usage"]!;
            return;
        }

        Assert.Null(_finish);
        var delta = choice!["delta"]!.AsObject();
        Assert.Equal(_message.Count == 0, delta.ContainsKey("role"));
        foreach (var (name, value) in delta) Merge(name, value);
        foreach (var token in choice["logprobs"]?["content"]?.AsArray() ?? []) _logprobs.Add(token!.DeepClone());
        _finish = choice["finish_reason"];
    }

    private void Merge(string name, JsonNode? value)
    {
        if (name == "tool_calls") foreach (var call in value!.AsArray()) Call(call!.AsObject());
        else if (name == "images") foreach (var one in value!.AsArray()) Picture(one!);
        else if (name == "annotations") foreach (var one in value!.AsArray()) List(name).Add(one!.DeepClone());
        else if (name == "role" || value is null) _message[name] = value?.DeepClone();
        else _message[name] = _message[name]?.ToString() + value;
    }

    private void Call(JsonObject call)
    {
        var calls = List("tool_calls");
        var at = call["index"]!.GetValue<int>();
        if (at == calls.Count)
        {
            Assert.DoesNotContain(calls, c => c!["id"]!.ToString() == call["id"]!.ToString());
            call = call.DeepClone().AsObject();
            call.Remove("index");
            calls.Add(call);
            return;
        }

        Assert.True(call["id"] is null && at < calls.Count);
        if (call["extra_content"] is { } extra) calls[at]!["extra_content"] = extra.DeepClone();
        var (form, text) = calls[at]!["custom"] is null ? ("function", "arguments") : ("custom", "input");
        if (call[form] is null) return;
        calls[at]![form]![text] = calls[at]![form]![text]!.ToString() + call[form]![text];
    }

    /// <summary>Who joins lists does it by their places; OpenRouter leaves them out.</summary>
    private void Picture(JsonNode image)
    {
        if (image["index"] is { } at) Assert.Equal(List("images").Count, at.GetValue<int>());
        List("images").Add(image.DeepClone());
    }

    private JsonArray List(string name) => (_message[name] ??= new JsonArray()).AsArray();

    private JsonObject Answer()
    {
        Assert.NotNull(_finish);
        foreach (var call in _message["tool_calls"]?.AsArray() ?? [])
            if (call!["function"] is { } function) JsonNode.Parse(function["arguments"]!.ToString());
        return new()
        {
            ["id"] = _head!["id"]!.DeepClone(), ["object"] = "chat.completion", ["created"] = _head["created"]!.DeepClone(), ["model"] = _head["model"]!.DeepClone(),
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = _message, ["logprobs"] = _logprobs.Count == 0 ? null : new JsonObject { ["content"] = _logprobs }, ["finish_reason"] = _finish!.DeepClone() }), ["usage"] = _usage?.DeepClone(),
        };
    }
}
