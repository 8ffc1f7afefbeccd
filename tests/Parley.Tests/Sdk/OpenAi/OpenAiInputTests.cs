using System.Text.Json;
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
        var parts = Parts();
        if (kind == "chat")
        {
            Assert.Equal(["text", "image_url", "image_url"], parts.Select(Type));
            Assert.Equal($"data:image/png;base64,{Samples.PngBase64}", parts[1].GetProperty("image_url").GetProperty("url").GetString());
            return;
        }

        Assert.Equal(["text", "image", "image"], parts.Select(Type));
        var bytes = parts[1].GetProperty("source");
        Assert.Equal(("base64", "image/png", Samples.PngBase64), (Type(bytes), bytes.GetProperty("media_type").GetString(), bytes.GetProperty("data").GetString()));
        var address = parts[2].GetProperty("source");
        Assert.Equal(("url", "https://example.com/cat.png"), (Type(address), address.GetProperty("url").GetString()));
    }

    [Theory, MemberData(nameof(SdkTests.Ways), MemberType = typeof(SdkTests))]
    public async Task A_PDF_arrives_byte_for_byte(string kind, bool streamed)
    {
        await Told.AskAsync(stage.Chat(kind, "n3"), streamed, [new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("Summarise."),
            ChatMessageContentPart.CreateFilePart(BinaryData.FromBytes(Document), "application/pdf", "report.pdf"))]);
        var part = Parts()[1];
        if (kind == "chat") Assert.Equal($"data:application/pdf;base64,{Samples.PdfBase64}", part.GetProperty("file").GetProperty("file_data").GetString());
        else
        {
            Assert.Equal("document", Type(part));
            Assert.Equal(("application/pdf", Samples.PdfBase64), (part.GetProperty("source").GetProperty("media_type").GetString(), part.GetProperty("source").GetProperty("data").GetString()));
        }
    }

    private JsonElement[] Parts() => [.. stage.Sent().GetProperty("messages")[0].GetProperty("content").EnumerateArray()];

    private static string? Type(JsonElement part) => part.GetProperty("type").GetString();
}
