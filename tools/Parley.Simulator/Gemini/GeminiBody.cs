using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Gemini;

/// <summary>An answer as <c>GenerateContentResponse</c>: whole, or one frame of it.</summary>
internal static class GeminiBody
{
    public static string Render(Answer answer, Spec spec)
    {
        if (Blocked(answer)) return Prompt(answer, spec);
        var texts = answer with { Parts = [.. answer.Parts.Select(p => p is TextPart or ThinkingPart ? p with { Pieces = [p.Text] } : p)] };
        var parts = string.Join(',', GeminiPieces.Of(texts, spec).Select(p => p.Parts));
        return Frame(answer, spec, parts, answer.Tokens.Output - answer.Tokens.Reasoning, answer.Tokens.Reasoning, GeminiFinish.Fields(answer, spec));
    }

    /// <summary>A refusal comes before any candidate: the prompt is blocked.</summary>
    public static bool Blocked(Answer answer) => answer.Parts.OfType<RefusalPart>().Any();

    public static string Prompt(Answer answer, Spec spec) =>
        $$$"""{"promptFeedback":{"blockReason":"{{{GeminiFinish.BlockReason}}}"}{{{Tail(answer, spec, 0, 0)}}}}""";

    public static string Frame(Answer answer, Spec spec, string parts, int said, int thought, string finish) =>
        $$$"""{"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"}{{{finish}}},"index":0}]{{{Tail(answer, spec, said, thought)}}}}""";

    private static string Tail(Answer answer, Spec spec, int said, int thought)
    {
        var usage = spec.Wire.NoUsage ? "" : $",\"usageMetadata\":{GeminiUsage.Json(answer.Tokens, said, thought)}";
        return $"{usage},\"modelVersion\":{Quote(answer.Model)},\"responseId\":\"{answer.Id}\"";
    }
}
