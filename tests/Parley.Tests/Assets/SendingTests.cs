using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Parley.Tests.Chat;
using SkiaSharp;

namespace Parley.Tests.Assets;

/// <summary>Files go to models with their message, in the vendor's own form.</summary>
public sealed class SendingTests(SendingTests.Stage stage) : IClassFixture<SendingTests.Stage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pictures_and_texts_go_with_their_message_and_with_the_next_one()
    {
        using var client = stage.Chat.Person(ChatStage.NewPerson());
        var picture = await UploadAsync(client, SampleFiles.Picture(20, 10, SKEncodedImageFormat.Png), "harbour.png");
        var text = await UploadAsync(client, Encoding.UTF8.GetBytes("Sardines, 3 EUR"), "menu.txt");
        var kept = Convert.ToBase64String(await client.GetByteArrayAsync(new Uri($"/api/v1/files/{picture}/content", UriKind.Relative), Token));
        var answer = await client.SendAsync("/api/v1/chat", new { message = "What is it, in chat?", model = "chat/n3", fileIds = new[] { picture, text } });

        var parts = Sent("What is it, in chat?");
        Assert.Equal($"data:image/png;base64,{kept}", parts[0].GetProperty("image_url").GetProperty("url").GetString());
        Assert.Contains("The file \"menu.txt\":\n\nSardines, 3 EUR", parts[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("What is it, in chat?", parts[2].GetProperty("text").GetString());

        await client.SendAsync("/api/v1/chat", new { message = "And in messages?", model = "messages/n3", conversationId = answer.GetProperty("conversationId").GetString() });
        parts = Sent("And in messages?");
        Assert.Equal(("image", kept), (parts[0].GetProperty("type").GetString(), parts[0].GetProperty("source").GetProperty("data").GetString()));

        // The message shows them.
        var path = $"/api/v1/conversations/{answer.GetProperty("conversationId").GetString()}/messages";
        var shown = (await client.ReadAsync(path)).GetProperty("items")[0].GetProperty("files");
        Assert.Equal(("harbour.png", "image", $"/api/v1/files/{picture}/thumbnail"), (shown[0].GetProperty("name").GetString(), shown[0].GetProperty("kind").GetString(), shown[0].GetProperty("thumbnailUrl").GetString()));
        Assert.Equal(("menu.txt", JsonValueKind.Null), (shown[1].GetProperty("name").GetString(), shown[1].GetProperty("thumbnailUrl").ValueKind));

        // What is deleted is no longer given, and the model is told.
        using var deleted = await client.DeleteAsync(new Uri($"/api/v1/files/{picture}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await client.SendAsync("/api/v1/chat", new { message = "And now?", model = "chat/n3", conversationId = answer.GetProperty("conversationId").GetString() });
        var again = Sent("And now?").GetRawText();
        Assert.Contains("has been deleted since", again, StringComparison.Ordinal);
        Assert.DoesNotContain(kept, again, StringComparison.Ordinal);
        shown = (await client.ReadAsync(path)).GetProperty("items")[0].GetProperty("files");
        Assert.Equal((picture, JsonValueKind.Null), (shown[0].GetProperty("id").GetGuid(), shown[0].GetProperty("name").ValueKind));
    }

    [Fact]
    public async Task A_conversation_that_begins_with_a_file_alone_is_named_after_it()
    {
        using var client = stage.Chat.Person(ChatStage.NewPerson());
        var file = await UploadAsync(client, Encoding.UTF8.GetBytes("Sardines, 3 EUR"), "menu of the week.txt");
        var answer = await client.SendAsync("/api/v1/chat", new { message = "", model = "chat/n3", fileIds = new[] { file } });
        Assert.Equal("menu of the week.txt", (await client.ReadAsync($"/api/v1/conversations/{answer.GetProperty("conversationId").GetString()}")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Another_person_s_file_cannot_be_sent()
    {
        using var owner = stage.Chat.Person(ChatStage.NewPerson());
        using var stranger = stage.Chat.Person(ChatStage.NewPerson());
        var file = await UploadAsync(owner, Encoding.UTF8.GetBytes("the walrus said"), "secret.txt");
        foreach (var id in new[] { file, Guid.CreateVersion7() })
        {
            var problem = await stranger.SendAsync("/api/v1/chat", new { message = "Read it", model = "chat/n3", fileIds = new[] { id } }, HttpStatusCode.NotFound);
            Assert.StartsWith("fileIds names a file that is not there", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(stage.Chat.Simulator.Requests, r => r.BodyText.Contains("the walrus said", StringComparison.Ordinal));
    }

    /// <summary>The parts of the first thing that the person said, in the request that has these words.</summary>
    private JsonElement Sent(string words) =>
        JsonElement.Parse(stage.Chat.Simulator.Requests.Last(r => r.BodyText.Contains(words, StringComparison.Ordinal) && !r.BodyText.Contains("You name", StringComparison.Ordinal)).BodyText)
            .GetProperty("messages").EnumerateArray().First(m => m.GetProperty("role").GetString() == "user").GetProperty("content");

    private static async Task<Guid> UploadAsync(HttpClient client, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", name } };
        using var answer = await client.PostAsync(new Uri("/api/v1/files", UriKind.Relative), form, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text).GetProperty("id").GetGuid();
    }

    public sealed class Stage : ChatFixture;
}
