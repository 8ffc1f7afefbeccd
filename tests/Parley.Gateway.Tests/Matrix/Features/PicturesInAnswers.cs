using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Pictures that a model makes in the middle of a chat.</summary>
internal sealed class PicturesInAnswers() : Feature("Pictures in answers")
{
    public override string? Ask(WireFormat client) => client == WireFormat.Chat ? """ "modalities":["text","image"] """ : null;

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Here it is:"), new("image", "iVBORw0KGgo=")]));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("The format has no word for what an answer may consist of.")
        {
            Chat = "modalities.* = image",
            Gemini = "generationConfig.responseModalities.* = IMAGE",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("Answers of messages have no pictures: a sentence in the place of each says that there was one.")
        {
            Chat = "choices.*.message.images.*.image_url.url = data:image/png;base64,iVBORw0KGgo=",
            Responses = "output.*.result = iVBORw0KGgo=",
            Gemini = "candidates.*.content.parts.*.inlineData.data = iVBORw0KGgo= & candidates.*.content.parts.*.inlineData.mimeType = image/png",
        },
        new("")
        {
            Chat = "choices.*.message.images.*.image_url.url ~ iVBORw0KGgo=",
            Messages = "content.*.text ~ made a picture (image/png, 1 KB)",
            Responses = "output.*.result = iVBORw0KGgo=",
            Gemini = "candidates.*.content.parts.*.inlineData.data = iVBORw0KGgo=",
        },
    ];
}
