using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Messages;

/// <summary>An answer as the events of a message: one content block after the other.</summary>
internal sealed class MessagesStream(Answer answer, Spec spec)
{
    private readonly FrameBuilder _frames = new(spec.Wire);
    private int _block;
    private int _contentCount;

    public static Frame[] Render(Answer answer, Spec spec) => new MessagesStream(answer, spec).Render();

    private Frame[] Render()
    {
        var usage = spec.Wire.NoUsage ? "" : $",\"usage\":{MessagesUsage.Json(answer.Tokens, 1)}";
        Event("message_start", $$$""","message":{"id":"{{{answer.Id}}}","type":"message","role":"assistant","model":{{{Quote(answer.Model)}}},"content":[],"stop_reason":null,"stop_sequence":null{{{usage}}}}""");
        foreach (var part in answer.Parts) Block(part);

        var stop = answer.StopSequence is null ? "null" : Quote(answer.StopSequence);
        var delta = spec.Wire.NoUsage ? "" : $",\"usage\":{MessagesUsage.Delta(answer.Tokens)}";
        Event("message_delta", $$$""","delta":{"stop_reason":"{{{MessagesParts.StopReason(answer.Ending)}}}","stop_sequence":{{{stop}}}}{{{delta}}}""");
        if (!spec.Wire.NoDone) Event("message_stop", "");
        return _frames.Build();
    }

    private void Block(Part part)
    {
        switch (part)
        {
            case ThinkingPart thinking:
                Start("""{"type":"thinking","thinking":"","signature":""}""");
                Deltas(part, "thinking_delta", "thinking");
                Delta($$"""{"type":"signature_delta","signature":{{Quote(thinking.Signature)}}}""", content: false);
                break;
            case RedactedThinkingPart redacted:
                Start($$"""{"type":"redacted_thinking","data":"{{redacted.Data}}"}""");
                break;
            case ToolCallPart call:
                Start($$$"""{"type":"tool_use","id":"toolu_{{{call.Id}}}","name":{{{Quote(call.Name)}}},"input":{}}""");
                if (call.Pieces.Count > 0) Delta("""{"type":"input_json_delta","partial_json":""}""", content: false);
                Deltas(part, "input_json_delta", "partial_json");
                break;
            case ServerSearchPart search:
                Start($$$"""{"type":"server_tool_use","id":"{{{search.Id}}}","name":"web_search","input":{}}""");
                Deltas(part, "input_json_delta", "partial_json");
                Stop();
                Start($$"""{"type":"web_search_tool_result","tool_use_id":"{{search.Id}}","content":[{{MessagesParts.SearchResult}}]}""");
                break;
            default:
                Start("""{"type":"text","text":""}""");
                Deltas(part, "text_delta", "text");
                if (part is TextPart text && MessagesParts.Citations(text) is { Length: > 0 } citation)
                    Delta($$"""{"type":"citations_delta","citation":{{citation}}}""", content: false);
                break;
        }

        Stop();
    }

    private void Start(string block)
    {
        Event("content_block_start", $$""","index":{{Number(_block)}},"content_block":{{block}}""");
        if (_block == 0) _frames.Event("ping", """{"type": "ping"}""");
    }

    private void Stop() => Event("content_block_stop", $",\"index\":{Number(_block++)}");

    private void Deltas(Part part, string type, string field)
    {
        foreach (var piece in part.Pieces)
        {
            if (spec.Wire.Ping && _contentCount++ % 10 == 5) _frames.Event("ping", """{"type": "ping"}""");
            Delta($$"""{"type":"{{type}}","{{field}}":{{Quote(piece)}}}""", content: true);
        }
    }

    private void Delta(string delta, bool content) => _frames.Event("content_block_delta",
        $$"""{"type":"content_block_delta","index":{{Number(_block)}},"delta":{{delta}}}""", content, content && answer.Stamped);

    private void Event(string type, string rest) => _frames.Event(type, $$"""{"type":"{{type}}"{{rest}}}""");
}
