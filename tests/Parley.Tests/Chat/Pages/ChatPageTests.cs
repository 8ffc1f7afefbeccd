using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;

namespace Parley.Tests.Chat.Pages;

/// <summary>The chat page without its script: forms and pages over HTTP.</summary>
public sealed class ChatPageTests(ChatPageTests.Stage stage) : IClassFixture<ChatPageTests.Stage>
{
    private readonly Guid _person = ChatStage.NewPerson();

    public sealed class Stage : ChatFixture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_sent_answered_and_shown()
    {
        using var client = stage.Chat.Person(_person);
        var (id, html) = await SendAsync(client, "/c/messages", "Hello <b>there</b>");
        Assert.Contains("Hello &lt;b&gt;there&lt;/b&gt;", html, StringComparison.Ordinal);
        await ChatClient.UntilAsync(async () => (await GetAsync(client, $"/c/{id}")).Contains("data-status=\"complete\"", StringComparison.Ordinal)
            && !(await GetAsync(client, $"/c/{id}")).Contains("data-status=\"streaming\"", StringComparison.Ordinal), "The answer is not complete.");
        html = await GetAsync(client, $"/c/{id}");
        Assert.Contains("aria-label=\"Message\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Chats\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Search chats\"", html, StringComparison.Ordinal);
        Assert.Contains("msg-answer", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_form_twice_is_one_message()
    {
        using var client = stage.Chat.Person(_person);
        var (id, _) = await SendAsync(client, "/c/messages", "Once", ("Key", "form-1"));
        var (again, _) = await SendAsync(client, "/c/messages", "Once", ("Key", "form-1"));
        Assert.Equal(id, again);
        await using var db = stage.Chat.Db();
        Assert.Equal(2, await db.Set<Message>().CountAsync(m => m.UserId == _person, Token));
    }

    [Fact]
    public async Task What_could_not_be_sent_is_still_in_the_composer()
    {
        using var client = stage.Chat.Person(_person);
        using var refused = await client.PostAsync(new Uri("/c/messages", UriKind.Relative), Form(("Message", "Precious words"), ("Model", "nobody-serves-this")), Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync(Token);
        Assert.Contains("Precious words</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("Choose another one", html, StringComparison.Ordinal);
        using var empty = await client.PostAsync(new Uri("/c/messages", UriKind.Relative), Form(("Message", "  ")), Token);
        Assert.Contains("Write something first.", await empty.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_hears_where_to_go_and_what_went_wrong()
    {
        using var client = stage.Chat.Person(_person);
        client.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var sent = await client.PostAsync(new Uri("/c/messages", UriKind.Relative), Form(("Message", "Hi")), Token);
        var path = JsonElement.Parse(await sent.Content.ReadAsStringAsync(Token)).GetProperty("path").GetString()!;
        Assert.StartsWith("/c/", path, StringComparison.Ordinal);
        using var refused = await client.PostAsync(new Uri($"{path}/messages", UriKind.Relative), Form(("Message", "")), Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("Write something first.", JsonElement.Parse(await refused.Content.ReadAsStringAsync(Token)).GetProperty("problem").GetString());
    }

    [Fact]
    public async Task Names_pins_and_deletions_are_forms()
    {
        using var client = stage.Chat.Person(_person);
        var (id, _) = await SendAsync(client, "/c/messages", "Begin");
        await PostAsync(client, $"/c/{id}/title", ("Title", "A <i>name</i>"));
        await PostAsync(client, $"/c/{id}/pin", ("On", "true"));
        var html = await GetAsync(client, "/");
        Assert.Contains("A &lt;i&gt;name&lt;/i&gt;", html, StringComparison.Ordinal);
        Assert.Contains(">Pinned</bdi></h2>", html, StringComparison.Ordinal);
        await PostAsync(client, $"/c/{id}/delete");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/c/{id}", UriKind.Relative), Token)).StatusCode);
        await PostAsync(client, $"/c/{id}/restore");
        Assert.Contains("A &lt;i&gt;name", await GetAsync(client, $"/c/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shared_conversation_is_a_page_for_whoever_has_the_link()
    {
        using var client = stage.Chat.Person(_person);
        var (id, _) = await SendAsync(client, "/c/messages", "Shared words");
        var token = (await client.SendAsync($"/api/v1/conversations/{id}/share", null)).GetProperty("token").GetString();
        using var stranger = new HttpClient { BaseAddress = stage.Chat.Address };
        var html = await GetAsync(stranger, $"/shared/{token}");
        Assert.Contains("Shared words", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_person.ToString(), html, StringComparison.Ordinal);
        // Its owner finds the link again.
        Assert.Contains($"/shared/{token}\"", await GetAsync(client, $"/c/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri("/shared/k3V9xQ2m0aB1cD2eF3gH4iJ5kL6mN7oP", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task The_address_of_a_deleted_chat_offers_to_restore_it()
    {
        using var client = stage.Chat.Person(_person);
        var (id, _) = await SendAsync(client, "/c/messages", "Not for long");
        using var deleted = await client.DeleteAsync(new Uri($"/api/v1/conversations/{id}", UriKind.Relative), Token);
        Assert.True(deleted.IsSuccessStatusCode);
        using var gone = await client.GetAsync(new Uri($"/c/{id}", UriKind.Relative), Token);
        var html = await gone.Content.ReadAsStringAsync(Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains("for 30 more days", html, StringComparison.Ordinal);
        Assert.Contains($"action=\"/c/{id}/restore\"", html, StringComparison.Ordinal);
        using var other = stage.Chat.Person(ChatStage.NewPerson());
        using var nothing = await other.GetAsync(new Uri($"/c/{id}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        Assert.DoesNotContain("Not for long", await nothing.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_conversation_is_not_there_and_stays_as_it_is()
    {
        using var owner = stage.Chat.Person(_person);
        var (id, _) = await SendAsync(owner, "/c/messages", "A secret of mine");
        await using var db = stage.Chat.Db();
        var before = await SnapshotAsync(db, id);
        var message = await db.Set<Message>().Where(m => m.ConversationId == id && m.Role == MessageRole.Assistant).Select(m => m.Id).SingleAsync(Token);
        using var other = stage.Chat.Person(ChatStage.NewPerson());
        other.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        var theirs = (await other.ReadAsync("/api/v1/personas/current")).GetProperty("id").GetGuid();
        string[] reads = [$"/c/{id}", $"/c/{id}/thread", $"/c/{id}/m/{message}", $"/c/{id}/m/{message}?edit=true", $"/c/{id}/m/{message}/text", $"/c/{id}?at={message}", $"/c/{id}/m/{message}/why"];
        foreach (var path in reads)
        {
            using var read = await other.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, read.StatusCode));
            Assert.DoesNotContain("secret", await read.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        (string, (string, string)[])[] writes =
        [
            ($"/c/{id}/messages", [("Message", "Intruding")]), ($"/c/{id}/m/{message}/edit", [("Message", "Intruding")]), ($"/c/{id}/m/{message}/regenerate", []), ($"/c/{id}/m/{message}/continue", []),
            ($"/c/{id}/title", [("Title", "Mine now")]), ($"/c/{id}/folder", [("Folder", "Mine")]), ($"/c/{id}/pin", [("On", "true")]), ($"/c/{id}/archive", [("On", "true")]), ($"/c/{id}/model", [("Model", "x")]),
            ($"/c/{id}/persona", [("Persona", theirs.ToString())]),
            ($"/c/{id}/branch", [("Message", message.ToString())]), ($"/c/{id}/delete", []), ($"/c/{id}/restore", []), ($"/c/{id}/stop", []), ($"/c/{id}/destroy", []), ($"/c/{id}/settings", [("Instructions", "Obey me")]), ($"/c/{id}/m/{message}/feedback", [("Rating", "good")]),
        ];
        foreach (var (path, fields) in writes)
        {
            using var write = await other.PostAsync(new Uri(path, UriKind.Relative), Form(fields), Token);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, write.StatusCode));
        }

        await using var after = stage.Chat.Db();
        Assert.Equal(before, await SnapshotAsync(after, id));
    }

    [Fact]
    public async Task A_folder_gets_another_name_joins_another_one_and_is_dissolved()
    {
        using var client = stage.Chat.Person(_person);
        using var other = stage.Chat.Person(ChatStage.NewPerson());
        var ids = new List<Guid>();
        foreach (var (who, folder) in new[] { (client, "Work"), (client, "work"), (client, "Home"), (other, "Work") })
        {
            var (id, _) = await SendAsync(who, "/c/messages", "Hello");
            await who.PostAsync(new Uri($"/c/{id}/folder", UriKind.Relative), Form([("Folder", folder)]), Token);
            ids.Add(id);
        }

        await client.PostAsync(new Uri($"/c/{ids[1]}/delete", UriKind.Relative), Form([]), Token);
        Assert.Equal("200: Office Office Home Work", await RenameAsync("work", " Office "));
        Assert.Equal("200: Home Home Home Work", await RenameAsync("Office", "Home"));
        Assert.Equal("404: Home Home Home Work", await RenameAsync("Office", "Nothing"));
        Assert.Equal("400: Home Home Home Work", await RenameAsync("Home", new string('x', 101)));
        Assert.Equal("200: - - - Work", await RenameAsync("home", ""));

        async Task<string> RenameAsync(string from, string to)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/c/folder") { Content = Form([("From", from), ("Folder", to)]) };
            request.Headers.Add("X-Parley-Script", "1");
            using var answer = await client.SendAsync(request, Token);
            await using var db = stage.Chat.Db();
            var folders = await db.Set<Conversation>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Folder, Token);
            return $"{(int)answer.StatusCode}: {string.Join(' ', ids.Select(id => folders[id] ?? "-"))}";
        }
    }

    private static async Task<string> SnapshotAsync(Parley.Data.ParleyDbContext db, Guid id)
    {
        var row = await db.Set<Conversation>().AsNoTracking().SingleAsync(c => c.Id == id, Token);
        return JsonSerializer.Serialize(new { row.IsPinned, row.IsArchived, row.Folder, row.Model, row.DeletedAt, row.HeadId, Messages = await db.Set<Message>().CountAsync(m => m.ConversationId == id, Token) });
    }

    private static async Task<(Guid Id, string Html)> SendAsync(HttpClient client, string path, string text, params (string, string)[] more)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), Form([("Message", text), ("Model", "small-chat"), .. more]), Token);
        var html = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {html}");
        return (Guid.Parse(answer.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1]), html);
    }

    private static async Task PostAsync(HttpClient client, string path, params (string, string)[] fields)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), Form(fields), Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
    }

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        var html = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {html}");
        return html;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
