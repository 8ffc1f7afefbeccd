using System.Text.Json;
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
        var parts = Parts();
        if (kind == "chat")
        {
            Assert.Equal($"data:image/png;base64,{Samples.PngBase64}", Url(parts[1]));
            Assert.Equal("https://example.com/cat.png", Url(parts[2]));
            return;
        }

        Assert.Equal(Samples.PngBase64, parts[1].GetProperty("source").GetProperty("data").GetString());
        Assert.Equal("https://example.com/cat.png", parts[2].GetProperty("source").GetProperty("url").GetString());
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_PDF_arrives_byte_for_byte(string kind, bool streamed)
    {
        await AskAsync(kind, streamed,
            new DocumentBlockParam(new Base64PdfSource(Samples.PdfBase64)) { Title = "report.pdf" },
            new TextBlockParam { Text = "Summarise." });
        var part = Parts()[0];
        if (kind == "chat") Assert.Equal($"data:application/pdf;base64,{Samples.PdfBase64}", part.GetProperty("file").GetProperty("file_data").GetString());
        else Assert.Equal(Samples.PdfBase64, part.GetProperty("source").GetProperty("data").GetString());
    }

    private Task AskAsync(string kind, bool streamed, params List<ContentBlockParam> content) =>
        stage.Anthropic().AskAsync(streamed, Asking.Question(SdkStage.Model(kind, "n3"), (MessageParamContent)content));

    private JsonElement[] Parts() => [.. stage.Sent().GetProperty("messages")[0].GetProperty("content").EnumerateArray()];

    private static string? Url(JsonElement part) => part.GetProperty("image_url").GetProperty("url").GetString();
}
