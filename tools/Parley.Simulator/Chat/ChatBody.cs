using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Chat;

/// <summary>An answer as one <c>chat.completion</c>.</summary>
internal static class ChatBody
{
    public static string Render(Answer answer, Spec spec)
    {
        var usage = spec.Wire.NoUsage ? "" : $",\"usage\":{ChatUsage.Json(answer.Tokens)}";
        return $$$"""{"id":"{{{answer.Id}}}","object":"chat.completion","created":1700000000,"model":{{{Quote(answer.Model)}}},"choices":[{"index":0,"message":{{{Message(answer)}}},"logprobs":null,"finish_reason":"{{{ChatFinish.Word(answer.Ending)}}}"}]{{{usage}}},"service_tier":"default","system_fingerprint":"fp_simulator"}""";
    }

    private static string Message(Answer answer)
    {
        var fields = new List<string> { "\"role\":\"assistant\"", $"\"content\":{Text<TextPart>(answer)}", $"\"refusal\":{Text<RefusalPart>(answer)}" };
        if (answer.Parts.OfType<ThinkingPart>().Any()) fields.Add($"\"reasoning_content\":{Text<ThinkingPart>(answer)}");
        var calls = answer.Parts.OfType<ToolCallPart>().Select(c =>
            $$$"""{"id":"call_{{{c.Id}}}","type":"function","function":{"name":{{{Quote(c.Name)}}},"arguments":{{{Quote(c.Text)}}}}}""").ToList();
        if (calls.Count > 0) fields.Add($"\"tool_calls\":[{string.Join(',', calls)}]");
        var cited = answer.Parts.OfType<TextPart>().Any(t => t.Cited || t.CitesSearch);
        fields.Add($"\"annotations\":[{(cited ? ChatFinish.Annotation : "")}]");
        return $"{{{string.Join(',', fields)}}}";
    }

    private static string Text<TPart>(Answer answer) where TPart : Part =>
        answer.Parts.OfType<TPart>().Any() ? Quote(string.Concat(answer.Parts.OfType<TPart>().Select(p => p.Text))) : "null";
}
