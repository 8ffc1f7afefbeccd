using Anthropic.Models.Messages;

namespace Parley.Tests.Sdk.Anthropic;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class AnthropicInputTests(SdkStage stage)
{
    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Pictures_come_as_bytes_and_as_addresses(string kind, bool streamed)
    {
        await AskAsync(kind, streamed,
            new TextBlockParam { Text = "What is this?" },
            new ImageBlockParam(new Base64ImageSource { Data = Samples.PngBase64, MediaType = MediaType.ImagePng }),
            new ImageBlockParam(new UrlImageSource("https://example.com/cat.png")));
        Assert.Equal([("text", "What is this?"), ("image", $"data:image/png;base64,{Samples.PngBase64}"), ("image", "https://example.com/cat.png")], stage.SentParts(kind));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_PDF_arrives_byte_for_byte(string kind, bool streamed)
    {
        await AskAsync(kind, streamed,
            new DocumentBlockParam(new Base64PdfSource(Samples.PdfBase64)) { Title = "report.pdf" },
            new TextBlockParam { Text = "Summarise." });
        Assert.Equal([("file", $"data:application/pdf;base64,{Samples.PdfBase64}"), ("text", "Summarise.")], stage.SentParts(kind));
    }

    private Task AskAsync(string kind, bool streamed, params List<ContentBlockParam> content) =>
        stage.Anthropic().AskAsync(streamed, Asking.Question(SdkStage.Model(kind, "n3"), (MessageContentParam)content));
}
