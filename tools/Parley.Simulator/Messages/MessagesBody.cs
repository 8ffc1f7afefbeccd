using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Messages;

/// <summary>An answer as one message.</summary>
internal static class MessagesBody
{
    public static string Render(Answer answer, Spec spec)
    {
        var usage = spec.Wire.NoUsage ? "" : $",\"usage\":{MessagesUsage.Json(answer.Tokens, answer.Tokens.Output)}";
        var stop = answer.StopSequence is null ? "null" : Quote(answer.StopSequence);
        var blocks = string.Join(',', answer.Parts.Select(Block));
        return $$"""{"id":"{{answer.Id}}","type":"message","role":"assistant","model":{{Quote(answer.Model)}},"content":[{{blocks}}],"stop_reason":"{{MessagesParts.StopReason(answer.Ending)}}","stop_sequence":{{stop}}{{usage}}}""";
    }

    private static string Block(Part part) => part switch
    {
        ThinkingPart thinking => $$"""{"type":"thinking","thinking":{{Quote(part.Text)}},"signature":{{Quote(thinking.Signature)}}}""",
        RedactedThinkingPart redacted => $$"""{"type":"redacted_thinking","data":"{{redacted.Data}}"}""",
        ToolCallPart call => $$"""{"type":"tool_use","id":"toolu_{{call.Id}}","name":{{Quote(call.Name)}},"input":{{(call.Text.Length > 0 ? call.Text : "{}")}}}""",
        ServerSearchPart search => $$"""{"type":"server_tool_use","id":"{{search.Id}}","name":"web_search","input":{{search.Text}}},{"type":"web_search_tool_result","tool_use_id":"{{search.Id}}","content":[{{MessagesParts.SearchResult}}]}""",
        TextPart text when MessagesParts.Citations(text) is { Length: > 0 } citation => $$"""{"type":"text","text":{{Quote(text.Text)}},"citations":[{{citation}}]}""",
        _ => $$"""{"type":"text","text":{{Quote(part.Text)}}}""",
    };
}
