using OpenAI.Chat;

namespace Parley.Tests.Sdk.OpenAi;

[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed class OpenAiInputTests(SdkStage stage)
{
    private static readonly byte[] Picture = Convert.FromBase64String(Samples.PngBase64);
    private static readonly byte[] Document = Convert.FromBase64String(Samples.PdfBase64);

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task Pictures_come_as_bytes_and_as_addresses(string kind, bool streamed)
    {
        await Told.AskAsync(stage.Chat(kind, "n3"), streamed, [new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is this?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Picture), "image/png"),
            ChatMessageContentPart.CreateImagePart(new Uri("https://example.com/cat.png")))]);
        Assert.Equal([("text", "What is this?"), ("image", $"data:image/png;base64,{Samples.PngBase64}"), ("image", "https://example.com/cat.png")], stage.SentParts(kind));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_PDF_arrives_byte_for_byte(string kind, bool streamed)
    {
        await Told.AskAsync(stage.Chat(kind, "n3"), streamed, [new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("Summarise."),
            ChatMessageContentPart.CreateFilePart(BinaryData.FromBytes(Document), "application/pdf", "report.pdf"))]);
        Assert.Equal([("text", "Summarise."), ("file", $"data:application/pdf;base64,{Samples.PdfBase64}")], stage.SentParts(kind));
    }
}
