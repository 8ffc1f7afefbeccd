using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Places in a document of the prompt.</summary>
internal sealed class DocumentCitations() : Feature("Citations of documents")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Messages => """ "messages":[{"role":"user","content":[{"type":"document","citations":{"enabled":true},"source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]}] """,
        _ => null,
    };

    public override string Answer(WireFormat kind)
    {
        var plain = Whole.Of(kind, new Told([new("text", "Hello.")]));
        return kind != WireFormat.Messages ? plain : plain.Replace("{\"type\":\"text\",", """ {"type":"text","citations":[{"type":"page_location","document_index":0,"document_title":"Report","start_page_number":1,"end_page_number":2,"cited_text":"Says so"}], """, StringComparison.Ordinal);
    }

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Only Anthropic cites pages of documents.") { Messages = "messages.*.content.*.type = document & messages.*.content.*.citations.enabled = true" },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("Only Anthropic cites pages of documents.") { Messages = "content.*.citations.*.document_title = Report" },
    ];
}
