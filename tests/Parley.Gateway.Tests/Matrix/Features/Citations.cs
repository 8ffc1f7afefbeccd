using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Sources on the web.</summary>
internal sealed class Citations() : Feature("Citations")
{
    public override string Answer(WireFormat kind) => kind switch
    {
        WireFormat.Chat => Before("\"refusal\"", """ "annotations":[{"type":"url_citation","url_citation":{"url":"https://example.com/a","title":"A page","start_index":0,"end_index":6}}], """, kind),
        WireFormat.Messages => Before("\"type\":\"text\"", """ "citations":[{"type":"web_search_result_location","url":"https://example.com/a","title":"A page","encrypted_index":"ZW5j","cited_text":"Says so"}], """, kind),
        WireFormat.Responses => Plain(kind).Replace("\"annotations\":[]", """ "annotations":[{"type":"url_citation","url":"https://example.com/a","title":"A page","start_index":0,"end_index":6}] """, StringComparison.Ordinal),
        _ => Before("\"finishReason\"", """ "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://example.com/a","title":"A page"}}],"groundingSupports":[{"segment":{"endIndex":6,"text":"Hello."},"groundingChunkIndices":[0]}]}, """, kind),
    };

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.annotations.*.url_citation.url = https://example.com/a & choices.*.message.annotations.*.url_citation.title = A page",
            Messages = "content.*.citations.*.url = https://example.com/a & content.*.citations.*.title = A page",
            Responses = "output.*.content.*.annotations.*.url = https://example.com/a & output.*.content.*.annotations.*.title = A page",
            Gemini = "candidates.*.groundingMetadata.groundingChunks.*.web.uri = https://example.com/a",
        },
        new("")
        {
            Chat = "choices.*.message.annotations.*.url_citation.end_index = 6",
            Messages = "content.*.text = Hello. & content.*.citations.*.url = https://example.com/a", // the block is the range
            Responses = "output.*.content.*.annotations.*.end_index = 6",
            Gemini = "candidates.*.groundingMetadata.groundingSupports.*.segment.endIndex = 6",
        },
        new("Quoted words stay with formats that have a place for them.") { Messages = "content.*.citations.*.cited_text = Says so" },
    ];

    private static string Plain(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Hello.")]));

    private static string Before(string mark, string put, WireFormat kind) => Plain(kind).Replace(mark, put + mark, StringComparison.Ordinal);
}
