using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix.Folds;

/// <summary>Messages: the message's start, its blocks one by one (start, deltas, stop), why it ended, its stop.</summary>
internal sealed class MessagesFold
{
    private readonly Dictionary<int, string> _inputs = [];
    private readonly HashSet<int> _open = [];
    private JsonObject? _message;
    private bool _ended;

    public static JsonNode Of(string stream)
    {
        var fold = new MessagesFold();
        var frames = Fold.Frames(stream);
        for (var i = 0; i < frames.Count; i++)
        {
            var data = JsonNode.Parse(frames[i].Data)!.AsObject();
            Assert.Equal(frames[i].Type, data["type"]!.ToString());
            switch (frames[i].Type)
            {
                case "error" or "message_stop":
                    Assert.Equal(frames.Count - 1, i);
                    return frames[i].Type == "error" ? data : fold.Answer();
                case "ping":
                    break;
                default:
                    fold.Add(frames[i].Type, data);
                    break;
            }
        }

        Assert.Fail("The stream has no end:\n" + stream);
        return new JsonObject();
    }

    private void Add(string type, JsonObject data)
    {
        Assert.False(_ended);
        Assert.Equal(type == "message_start", _message is null);
        switch (type)
        {
            case "message_start":
                _message = data["message"]!.DeepClone().AsObject();
                Assert.Empty(_message["content"]!.AsArray());
                break;
            case "content_block_start":
                Assert.Empty(_open); // the SDKs take deltas for the newest block's
                Assert.Equal(Content.Count, data["index"]!.GetValue<int>());
                _open.Add(Content.Count);
                Content.Add(data["content_block"]!.DeepClone());
                break;
            case "content_block_delta":
                Delta(data["index"]!.GetValue<int>(), data["delta"]!.AsObject());
                break;
            case "content_block_stop":
                Assert.True(_open.Remove(data["index"]!.GetValue<int>()));
                break;
            case "message_delta":
                Assert.Empty(_open);
                _ended = true;
                foreach (var (name, value) in data["delta"]!.AsObject()) _message![name] = value?.DeepClone();
                foreach (var (name, value) in data["usage"]!.AsObject()) _message!["usage"]![name] = value?.DeepClone();
                break;
            default:
                Assert.Fail(type);
                break;
        }
    }

    private void Delta(int at, JsonObject delta)
    {
        Assert.Contains(at, _open);
        var block = Content[at]!.AsObject();
        switch (delta["type"]!.ToString())
        {
            case "input_json_delta": _inputs[at] = _inputs.GetValueOrDefault(at) + delta["partial_json"]; break;
            case "citations_delta": (block["citations"] ??= new JsonArray()).AsArray().Add(delta["citation"]!.DeepClone()); break;
            case "text_delta": block["text"] = block["text"]!.ToString() + delta["text"]; break;
            case "thinking_delta": block["thinking"] = block["thinking"]!.ToString() + delta["thinking"]; break;
            case "signature_delta": block["signature"] = delta["signature"]!.DeepClone(); break;
            case var type: Assert.Fail(type); break;
        }
    }

    private JsonArray Content => _message!["content"]!.AsArray();

    private JsonObject Answer()
    {
        Assert.True(_ended);
        foreach (var (at, input) in _inputs) Content[at]!["input"] = input.Length == 0 ? new JsonObject() : JsonNode.Parse(input);
        var ids = Content.Where(b => b!["type"]!.ToString() == "tool_use").Select(b => b!["id"]!.ToString()).ToList();
        Assert.Equal(ids.Distinct(), ids);
        return _message!;
    }
}
