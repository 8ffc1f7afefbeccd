using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Responses;

/// <summary>An answer as the numbered events of a response: one output item after the other, calls of tools side by side.</summary>
internal sealed class ResponsesStream(Answer answer, Spec spec, RequestFacts facts)
{
    private readonly FrameBuilder _frames = new(spec.Wire);
    private int _sequence;
    private int _contentCount;

    public static Frame[] Render(Answer answer, Spec spec, RequestFacts facts) => new ResponsesStream(answer, spec, facts).Render();

    private Frame[] Render()
    {
        var response = new ResponseObject(answer, facts);
        Event("response.created", $",\"response\":{response.Begun()}");
        Event("response.in_progress", $",\"response\":{response.Begun()}");
        var items = OutputItem.Of(answer, spec.Content);
        foreach (var item in items.Where(i => i.Part is not ToolCallPart)) Say(item);
        CallTools([.. items.Where(i => i.Part is ToolCallPart)]);
        if (!spec.Wire.NoDone)
            Event($"response.{ResponsesFinish.Status(answer.Ending)}", $",\"response\":{response.Ended(ResponsesBody.Output(items), ResponsesBody.Usage(answer, spec))}");
        return _frames.Build();
    }

    private void Say(OutputItem item)
    {
        Added(item);
        if (item.Part is ServerSearchPart) Search(item);
        else if (item.IsReasoning) Think(item);
        else Speak(item);
        Done(item);
    }

    private void Speak(OutputItem item)
    {
        const string at = ",\"content_index\":0";
        var (kind, field) = item.Part is RefusalPart ? ("refusal", "refusal") : ("output_text", "text");
        var logprobs = kind == "refusal" ? "" : ",\"logprobs\":[]";
        About("response.content_part.added", item, $"{at},\"part\":{item.EmptyContentPart()}");
        foreach (var piece in item.Part.Pieces) Delta($"response.{kind}.delta", item, at, piece, logprobs);
        if (item.Annotations.Length > 0) About("response.output_text.annotation.added", item, $"{at},\"annotation_index\":0,\"annotation\":{item.Annotations}");
        About($"response.{kind}.done", item, $"{at},\"{field}\":{Quote(item.Part.Text)}{logprobs}");
        About("response.content_part.done", item, $"{at},\"part\":{item.ContentPart()}");
    }

    private void Think(OutputItem item)
    {
        if (item.Content.ThinkRaw && item.Part.Pieces.Count > 0) ThinkAloud(item);
        for (var i = 0; i < item.Summary.Count; i++)
        {
            var at = $",\"summary_index\":{Number(i)}";
            var text = string.Concat(item.Summary[i]);
            About("response.reasoning_summary_part.added", item, $"{at},\"part\":{OutputItem.SummaryPart("")}");
            foreach (var piece in item.Summary[i]) Delta("response.reasoning_summary_text.delta", item, at, piece);
            About("response.reasoning_summary_text.done", item, $"{at},\"text\":{Quote(text)}");
            About("response.reasoning_summary_part.done", item, $"{at},\"part\":{OutputItem.SummaryPart(text)}");
        }
    }

    private void ThinkAloud(OutputItem item)
    {
        const string at = ",\"content_index\":0";
        About("response.content_part.added", item, $"{at},\"part\":{OutputItem.RawPart("")}");
        foreach (var piece in item.Part.Pieces) Delta("response.reasoning_text.delta", item, at, piece);
        About("response.reasoning_text.done", item, $"{at},\"text\":{Quote(item.Part.Text)}");
        About("response.content_part.done", item, $"{at},\"part\":{OutputItem.RawPart(item.Part.Text)}");
    }

    private void Search(OutputItem item)
    {
        foreach (var state in (string[])["in_progress", "searching", "completed"]) About($"response.web_search_call.{state}", item, "");
    }

    /// <summary>Parallel calls: all are opened, then their arguments come in turn, one piece of each.</summary>
    private void CallTools(OutputItem[] calls)
    {
        foreach (var call in calls) Added(call);
        for (var round = 0; calls.Any(c => round < c.Arguments.Count); round++)
            foreach (var call in calls.Where(c => round < c.Arguments.Count))
                Delta("response.function_call_arguments.delta", call, "", call.Arguments[round]);
        foreach (var call in calls)
        {
            About("response.function_call_arguments.done", call, $",\"arguments\":{Quote(string.Concat(call.Arguments))}");
            Done(call);
        }
    }

    private void Added(OutputItem item) => Event("response.output_item.added", $",\"output_index\":{Number(item.Index)},\"item\":{item.Begun()}");

    private void Done(OutputItem item) => Event("response.output_item.done", $",\"output_index\":{Number(item.Index)},\"item\":{item.Done()}");

    private void Delta(string type, OutputItem item, string at, string piece, string rest = "")
    {
        if (spec.Wire.Ping && _contentCount++ % 10 == 5) Event("keepalive", "");
        var padding = facts.Form.Obfuscation ? $",\"obfuscation\":\"{Obfuscation.For(piece, _sequence)}\"" : "";
        About(type, item, $"{at},\"delta\":{Quote(piece)}{rest}{padding}", content: true);
    }

    private void About(string type, OutputItem item, string rest, bool content = false) =>
        Event(type, $",\"item_id\":\"{item.Id}\",\"output_index\":{Number(item.Index)}{rest}", content);

    private void Event(string type, string rest, bool content = false) =>
        _frames.Event(type, $$"""{"type":"{{type}}","sequence_number":{{Number(_sequence++)}}{{rest}}}""", content, content && answer.Stamped);
}
