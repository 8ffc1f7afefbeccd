using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Pictures, in base64 and by address.</summary>
internal sealed class Images() : Feature("Images")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}},{"type":"image_url","image_url":{"url":"https://example.com/cat.png","detail":"low"}}]}] """,
        WireFormat.Messages => """ "messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"image","source":{"type":"url","url":"https://example.com/cat.png"}}]}] """,
        _ => """ "input":[{"role":"user","content":[{"type":"input_text","text":"What?"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="},{"type":"input_image","image_url":"https://example.com/cat.png","detail":"low"}]}] """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "messages.*.content.*.image_url.url = data:image/png;base64,iVBORw0KGgo=",
            Messages = "messages.*.content.*.source.data = iVBORw0KGgo= & messages.*.content.*.source.media_type = image/png",
            Responses = "input.*.content.*.image_url = data:image/png;base64,iVBORw0KGgo=",
            Gemini = "contents.*.parts.*.inlineData.data = iVBORw0KGgo= & contents.*.parts.*.inlineData.mimeType = image/png",
        },
        new("")
        {
            Chat = "messages.*.content.*.image_url.url = https://example.com/cat.png",
            Messages = "messages.*.content.*.source.url = https://example.com/cat.png",
            Responses = "input.*.content.*.image_url = https://example.com/cat.png",
            Gemini = "contents.*.parts.*.fileData.fileUri = https://example.com/cat.png & contents.*.parts.*.fileData.mimeType = image/png",
        },
        new("The detail of a picture is the model's choice.")
        {
            Chat = "messages.*.content.*.image_url.detail = low",
            Responses = "input.*.content.*.detail = low",
        },
    ];
}
