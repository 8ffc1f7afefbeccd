using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Tests.Assets;
using SkiaSharp;

namespace Parley.Tests.Chat.Pages;

/// <summary>Files in the chat page, the page of files and a person's data, without scripts: forms and pages over HTTP.</summary>
public sealed class FilePageTests(FilePageTests.Stage stage) : IClassFixture<FilePageTests.Stage>
{
    private readonly Guid _person = ChatStage.NewPerson();

    public sealed class Stage : ChatFixture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_that_come_with_the_form_go_with_the_message_and_are_shown()
    {
        using var client = stage.Chat.Person(_person);
        var html = await SendAsync(client, "/c/messages", HttpStatusCode.OK, "What is it?", [(SampleFiles.Picture(400, 200, SKEncodedImageFormat.Png), "har\u202Ebour <b>.png"), (SampleFiles.Pdf("one", "two"), "menu.pdf")]);
        // A size that is known before the picture comes; a name that does nothing.
        Assert.Contains("alt=\"harbour &lt;b&gt;.png\" width=\"256\" height=\"128\"", html, StringComparison.Ordinal);
        Assert.Contains("<bdi class=\"msg-file-name\">menu.pdf</bdi><small>PDF, 2 pages, ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
        // Nothing but files is a message, too.
        html = await SendAsync(client, "/c/messages", HttpStatusCode.OK, "", [("just text"u8.ToArray(), "note.txt")]);
        Assert.Contains("note.txt", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"msg-text\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_told_and_text_and_good_files_are_there_again()
    {
        using var client = stage.Chat.Person(_person);
        var html = await SendAsync(client, "/c/messages", HttpStatusCode.UnprocessableEntity, "Look at these", [(SampleFiles.ImageBomb(), "bomb.png"), (SampleFiles.Picture(20, 20, SKEncodedImageFormat.Png), "good.png"), ([], "empty.txt"), ([0, 1, 2, 3, 250], "strange.exe")]);
        Assert.Contains(">Look at these</textarea>", html, StringComparison.Ordinal);
        foreach (var name in new[] { "bomb.png: ", "empty.txt: ", "strange.exe: " }) Assert.Contains(name, html, StringComparison.Ordinal);
        var kept = Assert.Single(await IdsAsync(client));
        Assert.Contains($"name=\"Files\" value=\"{kept}\" checked", html, StringComparison.Ordinal);
        html = await SendAsync(client, "/c/messages", HttpStatusCode.OK, "Look at it", [], ("Files", $"{kept}"));
        Assert.Contains($"/api/v1/files/{kept}/thumbnail", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_files_go_with_a_message_and_one_more_does_not()
    {
        using var client = stage.Chat.Person(_person);
        (byte[], string)[] many = [.. Enumerable.Range(0, 21).Select(n => (Encoding.UTF8.GetBytes($"text {n}"), $"{n}.txt"))];
        var html = await SendAsync(client, "/c/messages", HttpStatusCode.UnprocessableEntity, "All of them", many);
        Assert.Contains("At most 20 files go with a message.", html, StringComparison.Ordinal);
        Assert.Empty(await IdsAsync(client));
        await SendAsync(client, "/c/messages", HttpStatusCode.OK, "All of them", many[..20]);
        Assert.Equal(20, (await IdsAsync(client)).Count);
    }

    [Fact]
    public async Task Files_are_kept_with_a_draft_and_gone_from_it_once_sent()
    {
        using var client = stage.Chat.Person(_person);
        using var stranger = stage.Chat.Person(ChatStage.NewPerson());
        var conversation = (await client.SendAsync("/api/v1/conversations", new { title = "Drafts" }, HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var (file, foreign) = (await UploadAsync(client, "mine"u8.ToArray(), "mine.txt"), await UploadAsync(stranger, "the walrus"u8.ToArray(), "theirs.txt"));
        await DraftAsync(client, conversation, "not sent", file, foreign, Guid.CreateVersion7());
        var whole = await client.ReadAsync($"/api/v1/conversations/{conversation}");
        Assert.Equal(file, Assert.Single(whole.GetProperty("draftFiles").EnumerateArray()).GetProperty("id").GetGuid());
        var html = await GetAsync(client, $"/c/{conversation}");
        Assert.Contains($"value=\"{file}\" checked", html, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs.txt", html, StringComparison.Ordinal);
        await SendAsync(client, $"/c/{conversation}/messages", HttpStatusCode.OK, "sent", [], ("Files", $"{file}"));
        Assert.Empty((await client.ReadAsync($"/api/v1/conversations/{conversation}")).GetProperty("draftFiles").EnumerateArray());
        // Somebody else's file is not there for a form either.
        using var refused = await PostAsync(client, "/c/messages", Form("steal", [], ("Files", $"{foreign}")));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("is not there any more", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_files_tells_where_they_are_used_and_deletes()
    {
        using var client = stage.Chat.Person(_person);
        using var stranger = stage.Chat.Person(ChatStage.NewPerson());
        Assert.Contains("No files yet", await GetAsync(client, "/files"), StringComparison.Ordinal);
        await SendAsync(client, "/c/messages", HttpStatusCode.OK, "Where it is used", [(SampleFiles.Picture(30, 30, SKEncodedImageFormat.Png), "used.png")]);
        var used = Assert.Single(await IdsAsync(client));
        var free = await UploadAsync(client, "free"u8.ToArray(), "free.txt");
        var html = await GetAsync(client, "/files");
        Assert.Matches("used by 2 files", html);
        Assert.Matches($"(?s)id=\"f-{used}\".*<bdi>Where it is used</bdi>", html);
        Assert.Contains("Not in any chat", html, StringComparison.Ordinal);
        Assert.DoesNotContain("free.txt", await GetAsync(stranger, "/files"), StringComparison.Ordinal);

        // Somebody else deletes nothing; taking a file out of a draft deletes only what no message has.
        foreach (var path in new[] { $"/files/{used}/delete", $"/files/{free}/delete", $"/files/{free}/drop" })
        {
            stranger.DefaultRequestHeaders.Remove("X-Parley-Script");
            stranger.DefaultRequestHeaders.Add("X-Parley-Script", "1");
            using var answer = await PostAsync(stranger, path, new FormUrlEncodedContent([]));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var stays = await PostAsync(client, $"/files/{used}/drop", new FormUrlEncodedContent([]));
        using var goes = await PostAsync(client, $"/files/{free}/drop", new FormUrlEncodedContent([]));
        Assert.Equal([used], await IdsAsync(client));
        using var deleted = await PostAsync(client, $"/files/{used}/delete", new FormUrlEncodedContent([]));
        Assert.Empty(await IdsAsync(client));
        await using var db = stage.Chat.Db();
        var message = await db.Set<Message>().Where(m => m.UserId == _person && m.Role == MessageRole.User).Select(m => m.ConversationId).SingleAsync(Token);
        Assert.Contains("A file that was deleted", await GetAsync(client, $"/c/{message}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shared_conversation_shows_its_pictures_and_names_its_documents()
    {
        using var client = stage.Chat.Person(_person);
        using var stranger = new HttpClient { BaseAddress = stage.Chat.Address };
        await SendAsync(client, "/c/messages", HttpStatusCode.OK, "Shared", [(SampleFiles.Picture(30, 20, SKEncodedImageFormat.Png), "view.png"), (SampleFiles.Pdf("secret of the PDF"), "paper.pdf")]);
        var other = await UploadAsync(client, SampleFiles.Picture(10, 10, SKEncodedImageFormat.Png), "private.png");
        await using var db = stage.Chat.Db();
        var id = await db.Set<Conversation>().Where(c => c.UserId == _person).Select(c => c.Id).SingleAsync(Token);
        var files = await db.Set<MessageFile>().Where(f => db.Set<Message>().Any(m => m.Id == f.MessageId && m.ConversationId == id)).OrderBy(f => f.Place).Select(f => f.FileId).ToListAsync(Token);
        var token = (await client.SendAsync($"/api/v1/conversations/{id}/share", null)).GetProperty("token").GetString()!;
        var html = await GetAsync(stranger, $"/shared/{token}");
        Assert.Contains($"/api/v1/shared/{token}/files/{files[0]}/thumbnail", html, StringComparison.Ordinal);
        Assert.Contains("paper.pdf", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"{files[1]}", html, StringComparison.Ordinal);
        Assert.Equal([(HttpStatusCode.OK, "image/webp"), (HttpStatusCode.OK, "image/png")], [await HeadAsync(stranger, token, files[0], "thumbnail"), await HeadAsync(stranger, token, files[0], "content")]);
        // A document is not given away, nor what is not in the snapshot.
        foreach (var hidden in new[] { files[1], other, Guid.CreateVersion7() }) Assert.Equal(HttpStatusCode.NotFound, (await HeadAsync(stranger, token, hidden, "content")).Status);

        using var deleted = await client.DeleteAsync(new Uri($"/api/v1/files/{files[0]}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, (await HeadAsync(stranger, token, files[0], "content")).Status);
        Assert.DoesNotContain("view.png", await GetAsync(stranger, $"/shared/{token}"), StringComparison.Ordinal);
        using var revoked = await client.DeleteAsync(new Uri($"/api/v1/conversations/{id}/share", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, (await HeadAsync(stranger, token, files[1], "thumbnail")).Status);
    }

    [Fact]
    public async Task Whoever_is_signed_out_sends_nothing()
    {
        using var nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = stage.Chat.Address };
        using var upload = await PostAsync(nobody, "/api/v1/files", new MultipartFormDataContent { { new ByteArrayContent("words"u8.ToArray()), "file", "words.txt" } });
        Assert.Equal(HttpStatusCode.Unauthorized, upload.StatusCode);
        using var message = await PostAsync(nobody, "/c/messages", Form("words", [("words"u8.ToArray(), "words.txt")]));
        Assert.Equal("/login", message.Headers.Location?.ToString());
        using var list = await nobody.GetAsync(new Uri("/files", UriKind.Relative), Token);
        Assert.Equal("/login?returnUrl=%2Ffiles", list.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Exports_tell_of_files_and_an_import_finds_them_again()
    {
        using var client = stage.Chat.Person(_person);
        await SendAsync(client, "/c/messages", HttpStatusCode.OK, "With files", [(SampleFiles.Picture(30, 20, SKEncodedImageFormat.Png), "view_1.png"), (SampleFiles.Pdf("text"), "paper.pdf")]);
        await using var db = stage.Chat.Db();
        var id = await db.Set<Conversation>().Where(c => c.UserId == _person).Select(c => c.Id).SingleAsync(Token);
        Assert.Contains("* view\\_1.png (Picture, ", await GetAsync(client, $"/api/v1/conversations/{id}/export?format=md"), StringComparison.Ordinal);
        var html = await GetAsync(client, $"/api/v1/conversations/{id}/export?format=html");
        Assert.Contains("<img alt=\"view_1.png\" src=\"data:image/webp;base64,", html, StringComparison.Ordinal);
        using (var pdf = UglyToad.PdfPig.PdfDocument.Open(await client.GetByteArrayAsync(new Uri($"/api/v1/conversations/{id}/export?format=pdf", UriKind.Relative), Token)))
        {
            Assert.Contains("paper.pdf", string.Concat(pdf.GetPage(1).Letters.Select(l => l.Value)), StringComparison.Ordinal);
            Assert.Single(pdf.GetPage(1).GetImages());
        }

        var json = await client.GetByteArrayAsync(new Uri("/api/v1/conversations/export", UriKind.Relative), Token);
        Assert.Equal(["view_1.png", "paper.pdf"], JsonElement.Parse(json)[0].GetProperty("messages")[0].GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        using var destroyed = await client.DeleteAsync(new Uri("/api/v1/chat/history?permanent=true", UriKind.Relative), Token);
        await ImportAsync(client, json);
        var again = Assert.Single((await client.ReadAsync("/api/v1/conversations")).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid();
        Assert.Contains("alt=\"view_1.png\"", await GetAsync(client, $"/c/{again}"), StringComparison.Ordinal);
        // Whoever has not these files gets the words.
        using var stranger = stage.Chat.Person(ChatStage.NewPerson());
        await ImportAsync(stranger, json);
        var theirs = Assert.Single((await stranger.ReadAsync("/api/v1/conversations")).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid();
        Assert.DoesNotContain("view_1.png", await GetAsync(stranger, $"/c/{theirs}"), StringComparison.Ordinal);
    }

    private static async Task ImportAsync(HttpClient client, byte[] json)
    {
        using var imported = await client.PostAsync(new Uri("/api/v1/conversations/import", UriKind.Relative), new ByteArrayContent(json), Token);
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
    }

    private static async Task<string> SendAsync(HttpClient client, string path, HttpStatusCode expected, string text, (byte[] Bytes, string Name)[] files, params (string, string)[] more)
    {
        using var answer = await PostAsync(client, path, Form(text, files, more));
        var html = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode}: {html}");
        return html;
    }

    private static MultipartFormDataContent Form(string text, (byte[] Bytes, string Name)[] files, params (string Name, string Value)[] more)
    {
        var form = new MultipartFormDataContent { { new StringContent(text), "Message" }, { new StringContent("small-chat"), "Model" } };
        foreach (var (bytes, name) in files) form.Add(new ByteArrayContent(bytes), "Attach", name);
        foreach (var (name, value) in more) form.Add(new StringContent(value), name);
        return form;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, HttpContent content)
    {
        using (content) return await client.PostAsync(new Uri(path, UriKind.Relative), content, Token);
    }

    private static async Task DraftAsync(HttpClient client, Guid conversation, string text, params Guid[] files)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { text, fileIds = files }), Encoding.UTF8, "application/json");
        using var answer = await client.PutAsync(new Uri($"/api/v1/conversations/{conversation}/draft", UriKind.Relative), body, Token);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task<Guid> UploadAsync(HttpClient client, byte[] bytes, string name)
    {
        using var answer = await PostAsync(client, "/api/v1/files", new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)).GetProperty("id").GetGuid();
    }

    private static async Task<List<Guid>> IdsAsync(HttpClient client) => [.. (await client.ReadAsync("/api/v1/files")).GetProperty("items").EnumerateArray().Select(f => f.GetProperty("id").GetGuid())];

    private static async Task<(HttpStatusCode Status, string? Type)> HeadAsync(HttpClient client, string token, Guid file, string what)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/shared/{token}/files/{file}/{what}", UriKind.Relative), Token);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        var html = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {html}");
        return html;
    }
}
