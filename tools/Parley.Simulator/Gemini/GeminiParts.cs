using Parley.Simulator.Answers;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Gemini;

/// <summary>Parts of a content as JSON.</summary>
internal static class GeminiParts
{
    public const string Code = """{"executableCode":{"language":"PYTHON","code":"print(sum([1, 2, 3]))\n"}}""";

    public const string CodeResult = """{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"6\n"}}""";

    public static string Text(string text, string? signature = null) => $$"""{"text":{{Quote(text)}}{{Signed(signature)}}}""";

    public static string Thought(string text) => $$"""{"text":{{Quote(text)}},"thought":true}""";

    public static string Call(ToolCallPart call, bool withId, string? signature)
    {
        var id = withId ? $",\"id\":{Quote($"call_{call.Id}")}" : "";
        return $$$"""{"functionCall":{"name":{{{Quote(call.Name)}}},"args":{{{(call.Text.Length > 0 ? call.Text : "{}")}}}{{{id}}}}{{{Signed(signature)}}}}""";
    }

    /// <summary>What the vendor wants back with the next turn; null when the model did not think.</summary>
    public static string? Signature(Answer answer) =>
        answer.Parts.OfType<ThinkingPart>().Select(t => t.Signature).Concat(answer.Parts.OfType<RedactedThinkingPart>().Select(r => r.Data)).FirstOrDefault();

    private static string Signed(string? signature) => signature is null ? "" : $",\"thoughtSignature\":{Quote(signature)}";
}
