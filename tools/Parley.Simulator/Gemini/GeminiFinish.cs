using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Gemini;

/// <summary>Words and fixed pieces of the end of an answer.</summary>
internal static class GeminiFinish
{
    /// <summary>Why a prompt is not answered at all.</summary>
    public const string BlockReason = "PROHIBITED_CONTENT";

    private static readonly string[] Filters =
        ["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "LANGUAGE", "OTHER", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY", "UNEXPECTED_TOOL_CALL"];

    private const string Ratings =
        ",\"safetyRatings\":[{\"category\":\"HARM_CATEGORY_DANGEROUS_CONTENT\",\"probability\":\"HIGH\",\"blocked\":true},{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"probability\":\"NEGLIGIBLE\"}]";

    private const string Grounding =
        """{"searchEntryPoint":{"renderedContent":"<div class=\"container\">weather</div>"},"groundingChunks":[{"web":{"uri":"https://example.com/weather","title":"Weather in Paris"}}],"groundingSupports":[{"segment":{"endIndex":12,"text":" lorem ipsum"},"groundingChunkIndices":[0]}],"webSearchQueries":["weather Paris"]}""";

    /// <summary>What stands beside the content of the last candidate.</summary>
    public static string Fields(Answer answer, Spec spec)
    {
        var ratings = answer.Ending == Ending.Filter && spec.Content.FilterReason == 0 ? Ratings : "";
        var grounding = answer.Parts.OfType<TextPart>().Any(t => t.Cited) ? $",\"groundingMetadata\":{Grounding}" : "";
        return $",\"finishReason\":\"{Word(answer.Ending, spec)}\"{ratings}{grounding}";
    }

    private static string Word(Ending ending, Spec spec) => ending switch
    {
        Ending.Length => "MAX_TOKENS",
        Ending.Filter => Filters[spec.Content.FilterReason % Filters.Length],
        _ => "STOP",
    };
}
