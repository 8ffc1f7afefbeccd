using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Chat;

/// <summary>An answer as <c>chat.completion.chunk</c> events.</summary>
internal sealed class ChatStream(Answer answer, Spec spec, bool includeUsage)
{
    private readonly FrameBuilder _frames = new(spec.Wire);
    private int _contentCount;

    public static Frame[] Render(Answer answer, Spec spec, bool includeUsage) => new ChatStream(answer, spec, includeUsage).Render();

    private Frame[] Render()
    {
        Delta("""{"role":"assistant","content":"","refusal":null}""");
        foreach (var part in answer.Parts.Where(p => p is not ToolCallPart)) Say(part);
        CallTools([.. answer.Parts.OfType<ToolCallPart>()]);
        Chunk("{}", $"\"{ChatFinish.Word(answer.Ending)}\"", content: false);
        if (includeUsage && !spec.Wire.NoUsage) _frames.Event(null, $$"""{{Head}}"choices":[],"usage":{{ChatUsage.Json(answer.Tokens)}}}""");
        if (!spec.Wire.NoDone) _frames.Event(null, "[DONE]");
        return _frames.Build();
    }

    private string Head =>
        $$"""{"id":"{{answer.Id}}","object":"chat.completion.chunk","created":1700000000,"model":{{Quote(answer.Model)}},"service_tier":"default","system_fingerprint":"fp_simulator",""";

    private void Say(Part part)
    {
        var field = part switch { ThinkingPart => "reasoning_content", RefusalPart => "refusal", TextPart => "content", _ => null };
        if (field is null) return;
        foreach (var piece in part.Pieces)
        {
            if (spec.Wire.Ping && _contentCount++ % 10 == 5) _frames.Comment("keep-alive");
            Chunk($$"""{"{{field}}":{{Quote(piece)}}}""", "null", content: true);
        }

        if (part is TextPart { Cited: true } or TextPart { CitesSearch: true }) Delta($$"""{"annotations":[{{ChatFinish.Annotation}}]}""");
    }

    /// <summary>Parallel calls: all are opened, then their arguments come in turn, one piece of each.</summary>
    private void CallTools(ToolCallPart[] calls)
    {
        for (var i = 0; i < calls.Length; i++)
            Call(i, $$""","id":"call_{{calls[i].Id}}","type":"function","function":{"name":{{Quote(calls[i].Name)}},"arguments":""}""");
        for (var round = 0; calls.Any(c => round < c.Pieces.Count); round++)
            for (var i = 0; i < calls.Length; i++)
                if (round < calls[i].Pieces.Count) Call(i, $$""","function":{"arguments":{{Quote(calls[i].Pieces[round])}}}""");
    }

    private void Call(int index, string rest) => Chunk($$$"""{"tool_calls":[{"index":{{{Number(index)}}}{{{rest}}}}]}""", "null", content: true);

    private void Delta(string delta) => Chunk(delta, "null", content: false);

    private void Chunk(string delta, string finish, bool content)
    {
        var usage = includeUsage ? ",\"usage\":null" : "";
        _frames.Event(null, $$"""{{Head}}"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]{{usage}}}""",
            content, content && answer.Stamped);
    }
}
