using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Responses;

/// <summary>One item of a response's output, as it begins and as it ends.</summary>
internal sealed record OutputItem(int Index, string Id, Part Part)
{
    /// <summary>Reasoning that only the vendor can read.</summary>
    public string? Encrypted { get; init; }

    public Content Content { get; init; } = new();

    /// <summary>How the answer ended, for its last item; those before it are complete.</summary>
    public Ending Ending { get; init; }

    public static OutputItem[] Of(Answer answer, Content content)
    {
        var items = new List<OutputItem>();
        foreach (var part in answer.Parts)
        {
            var encrypted = (part as RedactedThinkingPart)?.Data;
            if (encrypted is not null && items is [.., { Part: ThinkingPart } thought]) items[^1] = thought with { Encrypted = encrypted };
            else items.Add(new(items.Count, $"{Prefix(part)}_{answer.Id["resp_".Length..]}{items.Count:d4}", part) { Encrypted = encrypted, Content = content });
        }

        if (items is [.., var last]) items[^1] = last with { Ending = answer.Ending };
        return [.. items];
    }

    public bool IsReasoning => Part is ThinkingPart or RedactedThinkingPart;

    /// <summary>A call without arguments has an empty object: the vendor never leaves them empty.</summary>
    public IReadOnlyList<string> Arguments => Part.Pieces.Count > 0 ? Part.Pieces : ["{}"];

    /// <summary>The pieces of each part of the summary.</summary>
    public IReadOnlyList<string[]> Summary => Content.ThinkRaw || Part.Pieces.Count == 0 ? []
        : [.. Part.Pieces.Chunk((Part.Pieces.Count + Content.ThinkParts - 1) / Content.ThinkParts)];

    public string Begun() => Part switch
    {
        ToolCallPart call => Call(call, "in_progress", ""),
        ServerSearchPart => $$"""{"id":"{{Id}}","type":"web_search_call","status":"in_progress"}""",
        _ when IsReasoning => $$"""{"id":"{{Id}}","type":"reasoning"{{Sealed(Encrypted?[..16])}}{{(Content.ThinkRaw ? ",\"content\":[]" : "")}},"summary":[]}""",
        _ => $$"""{"id":"{{Id}}","type":"message","status":"in_progress","content":[],"role":"assistant"}""",
    };

    public string Done() => Part switch
    {
        ToolCallPart call => Call(call, "completed", string.Concat(Arguments)),
        ServerSearchPart => $$$"""{"id":"{{{Id}}}","type":"web_search_call","status":"completed","action":{"type":"search","queries":["weather Paris"],"query":"weather Paris"}}""",
        _ when IsReasoning => $$"""{"id":"{{Id}}","type":"reasoning"{{Sealed(Encrypted)}}{{RawContent()}},"summary":[{{string.Join(',', Summary.Select(s => SummaryPart(string.Concat(s))))}}]}""",
        _ => $$"""{"id":"{{Id}}","type":"message","status":"{{ResponsesFinish.Status(Ending)}}","content":[{{ContentPart()}}],"role":"assistant"}""",
    };

    /// <summary>The only part of a message's content, complete.</summary>
    public string ContentPart() => Part is RefusalPart ? $$"""{"type":"refusal","refusal":{{Quote(Part.Text)}}}""" : OutputText(Part.Text, Annotations);

    public string EmptyContentPart() => Part is RefusalPart ? """{"type":"refusal","refusal":""}""" : OutputText("", "");

    public string Annotations => Part is TextPart { Cited: true } or TextPart { CitesSearch: true } ? ResponsesFinish.Citation : "";

    public static string SummaryPart(string text) => $$"""{"type":"summary_text","text":{{Quote(text)}}}""";

    public static string RawPart(string text) => $$"""{"type":"reasoning_text","text":{{Quote(text)}}}""";

    private static string OutputText(string text, string annotations) => $$"""{"type":"output_text","annotations":[{{annotations}}],"logprobs":[],"text":{{Quote(text)}}}""";

    private string Call(ToolCallPart call, string status, string arguments) =>
        $$"""{"id":"{{Id}}","type":"function_call","status":"{{status}}","arguments":{{Quote(arguments)}},"call_id":"call_{{call.Id}}","name":{{Quote(call.Name)}}}""";

    private string RawContent() => Content.ThinkRaw ? $",\"content\":[{RawPart(Part.Text)}]" : "";

    private static string Sealed(string? data) => data is null ? "" : $",\"encrypted_content\":{Quote(data)}";

    private static string Prefix(Part part) => part switch
    {
        ThinkingPart or RedactedThinkingPart => "rs",
        ToolCallPart => "fc",
        ServerSearchPart => "ws",
        _ => "msg",
    };
}
