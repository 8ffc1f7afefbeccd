using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>PDFs, in base64 and by address.</summary>
internal sealed class Pdfs() : Feature("PDFs")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]}] """,
        WireFormat.Messages => """ "messages":[{"role":"user","content":[{"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}},{"type":"document","source":{"type":"url","url":"https://example.com/b.pdf"}}]}] """,
        _ => """ "input":[{"role":"user","content":[{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="},{"type":"input_file","file_url":"https://example.com/b.pdf"}]}] """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "messages.*.content.*.file.file_data = data:application/pdf;base64,JVBERi0=",
            Messages = "messages.*.content.*.source.data = JVBERi0= & messages.*.content.*.source.media_type = application/pdf",
            Responses = "input.*.content.*.file_data = data:application/pdf;base64,JVBERi0=",
            Gemini = "contents.*.parts.*.inlineData.data = JVBERi0= & contents.*.parts.*.inlineData.mimeType = application/pdf",
        },
        new("Gemini takes no names of files.")
        {
            Chat = "messages.*.content.*.file.filename = a.pdf",
            Messages = "messages.*.content.*.title = a.pdf & messages.*.content.*.type = document",
            Responses = "input.*.content.*.filename = a.pdf & input.*.content.*.type = input_file",
        },
        new("PDFs by address have no form in chat.")
        {
            Messages = "messages.*.content.*.source.url = https://example.com/b.pdf & messages.*.content.*.type = document",
            Responses = "input.*.content.*.file_url = https://example.com/b.pdf & input.*.content.*.type = input_file",
            Gemini = "contents.*.parts.*.fileData.fileUri = https://example.com/b.pdf & contents.*.parts.*.fileData.mimeType = application/pdf",
        },
    ];
}
