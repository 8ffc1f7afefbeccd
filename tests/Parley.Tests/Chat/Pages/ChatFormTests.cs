using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Model;
using Parley.Chat.Pages;

namespace Parley.Tests.Chat.Pages;

/// <summary>What else the chat's pages can without their script: settings of a chat, the archive and the bin, sends from a stale page.</summary>
public sealed class ChatFormTests(ChatFormTests.Stage stage) : IClassFixture<ChatFormTests.Stage>
{
    private readonly Guid _person = ChatStage.NewPerson();

    public sealed class Stage : ChatFixture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_of_a_new_chat_go_to_the_model_with_its_first_message()
    {
        using var client = stage.Chat.Person(_person);
        var words = $"Words {_person:N}";
        var id = await SendAsync(client, "/c/messages", words, ("Instructions", "Answer like a sailor."), ("Temperature", "0,5"), ("MaxOutputTokens", "77"), ("ReasoningEffort", "low"));
        await ChatClient.UntilAsync(() => Task.FromResult(stage.Chat.Simulator.Requests.Any(r => IsAnswer(r.BodyText, words))), "The model was not asked.");
        var sent = JsonElement.Parse(stage.Chat.Simulator.Requests.Last(r => IsAnswer(r.BodyText, words)).BodyText);
        Assert.Equal(0.5, sent.GetProperty("temperature").GetDouble());
        Assert.Equal("low", sent.GetProperty("reasoning_effort").GetString());
        Assert.Contains("Answer like a sailor.", string.Concat(sent.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("role").GetString() != "user").Select(m => m.ToString())), StringComparison.Ordinal);
        Assert.Contains("77", sent.ToString(), StringComparison.Ordinal);
        var html = await GetAsync(client, $"/c/{id}");
        Assert.Contains("Answer like a sailor.</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Temperature\" value=\"0.5\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_changed_and_emptied_and_wrong_ones_are_told_by_name()
    {
        using var client = stage.Chat.Person(_person);
        var id = await SendAsync(client, "/c/messages", "Begin");
        client.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var wrong = await client.PostAsync(new Uri($"/c/{id}/settings", UriKind.Relative), Form(("Temperature", "9"), ("MaxOutputTokens", "many")), Token);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("The longest answer must be a whole number. Temperature must be between 0 and 2. Nothing was changed.", JsonElement.Parse(await wrong.Content.ReadAsStringAsync(Token)).GetProperty("problem").GetString());
        await PostAsync(client, $"/c/{id}/settings", ("TopP", "0.9"), ("Instructions", "Be\r\nbrief"));
        await using var db = stage.Chat.Db();
        Assert.Equal(new ChatParameters(TopP: 0.9, Instructions: "Be\nbrief"), ChatParameters.Read(await ParametersAsync(db, id)));
        await PostAsync(client, $"/c/{id}/settings", ("TopP", ""), ("Instructions", ""));
        Assert.Null(await ParametersAsync(db, id));
    }

    [Fact]
    public async Task A_send_from_a_page_that_is_behind_begins_a_branch_and_says_so()
    {
        using var client = stage.Chat.Person(_person);
        var id = await SendAsync(client, "/c/messages", "First");
        await CompleteAsync(client, id, 1);
        await using var db = stage.Chat.Db();
        var shown = await db.Set<Message>().Where(m => m.ConversationId == id && m.Role == MessageRole.Assistant).Select(m => m.Id).SingleAsync(Token);
        await SendAsync(client, $"/c/{id}/messages", "In this tab", ("Parent", shown.ToString()));
        await CompleteAsync(client, id, 2);
        client.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var behind = await client.PostAsync(new Uri($"/c/{id}/messages", UriKind.Relative), Form(("Message", "In the other tab"), ("Parent", shown.ToString()), ("Model", "small-chat")), Token);
        Assert.Equal(SendPlace.Said, JsonElement.Parse(await behind.Content.ReadAsStringAsync(Token)).GetProperty("said").GetString());
        Assert.Equal(2, await db.Set<Message>().CountAsync(m => m.ParentId == shown, Token));
        var html = await GetAsync(client, $"/c/{id}");
        Assert.Contains("In the other tab", html, StringComparison.Ordinal);
        Assert.DoesNotContain("In this tab<", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_into_a_new_chat_copies_what_led_to_an_answer_and_nothing_else()
    {
        using var client = stage.Chat.Person(_person);
        var id = await SendAsync(client, "/c/messages", "First");
        await CompleteAsync(client, id, 1);
        await SendAsync(client, $"/c/{id}/messages", "Second");
        await CompleteAsync(client, id, 2);
        await using var db = stage.Chat.Db();
        var old = await db.Set<Message>().AsNoTracking().Where(m => m.ConversationId == id).OrderBy(m => m.Id).ToListAsync(Token);
        client.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var answer = await client.PostAsync(new Uri($"/c/{id}/m/{old[1].Id}/fork", UriKind.Relative), Form(), Token);
        var made = Guid.Parse(JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)).GetProperty("path").GetString()!.Split('/')[^1]);
        var copies = await db.Set<Message>().AsNoTracking().Where(m => m.ConversationId == made).OrderBy(m => m.Id).ToListAsync(Token);
        Assert.Equal([(null, "First"), (copies[0].Id, old[1].Text)], copies.Select(m => (m.ParentId, m.Text)));
        Assert.Equal((old[1].Model, old[1].Provider, MessageStatus.Complete), (copies[1].Model, copies[1].Provider, copies[1].Status));
        // What was spent once is counted once.
        Assert.Equal((null, null, null), (copies[1].OutputTokens, copies[1].CostUsd, copies[1].RequestId));
        Assert.Equal("First · branch", await db.Set<Conversation>().Where(c => c.Id == made).Select(c => c.Title).SingleAsync(Token));
        Assert.Equal(4, await db.Set<Message>().CountAsync(m => m.ConversationId == id, Token));
        // Nobody else's chat is copied.
        var other = ChatStage.NewPerson();
        using var stranger = stage.Chat.Person(other);
        stranger.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var refused = await stranger.PostAsync(new Uri($"/c/{id}/m/{old[1].Id}/fork", UriKind.Relative), Form(), Token);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.False(await db.Set<Message>().AnyAsync(m => m.UserId == other, Token));
    }

    [Fact]
    public async Task Archived_and_deleted_chats_have_a_page_from_which_they_come_back()
    {
        using var client = stage.Chat.Person(_person);
        var id = await SendAsync(client, "/c/messages", "Filed away");
        await PostAsync(client, $"/c/{id}/archive", ("On", "true"));
        Assert.Contains($"/c/{id}/archive", await GetAsync(client, "/chats?show=archived"), StringComparison.Ordinal);
        Assert.DoesNotContain($"/c/{id}/archive", await GetAsync(client, "/chats"), StringComparison.Ordinal);
        await PostAsync(client, $"/c/{id}/delete", ("Back", "archived"));
        Assert.Contains("Nothing is archived", await GetAsync(client, "/chats?show=archived"), StringComparison.Ordinal);
        Assert.Contains("kept for 30 more days", await GetAsync(client, "/chats?show=deleted"), StringComparison.Ordinal);
        await PostAsync(client, $"/c/{id}/restore");
        Assert.Contains("The bin is empty", await GetAsync(client, "/chats?show=deleted"), StringComparison.Ordinal);
        await PostAsync(client, $"/c/{id}/destroy");
        await using var db = stage.Chat.Db();
        Assert.False(await db.Set<Conversation>().AnyAsync(c => c.Id == id, Token));
    }

    [Fact]
    public async Task A_new_person_sees_the_first_steps_until_something_was_said()
    {
        using var client = stage.Chat.Person(_person);
        var html = await GetAsync(client, "/");
        Assert.Contains("aria-label=\"First steps\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Message\"", html, StringComparison.Ordinal);
        await SendAsync(client, "/c/messages", "Something");
        Assert.DoesNotContain("First steps", await GetAsync(client, "/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat/n20-itl5-drop5", true), InlineData("chat/err500", false)]
    public async Task An_answer_that_failed_after_some_text_can_be_gone_on_with(string model, bool hasText)
    {
        using var client = stage.Chat.Person(_person);
        var id = await SendAsync(client, "/c/messages", "Go", ("Model", model));
        await ChatClient.UntilAsync(async () => (await GetAsync(client, $"/c/{id}")).Contains("data-status=\"failed\"", StringComparison.Ordinal), "The answer did not fail.");
        await using var db = stage.Chat.Db();
        var failed = await db.Set<Message>().AsNoTracking().SingleAsync(m => m.ConversationId == id && m.Role == MessageRole.Assistant, Token);
        var html = await GetAsync(client, $"/c/{id}");
        Assert.Contains($"/m/{failed.Id}/regenerate", html, StringComparison.Ordinal);
        Assert.Equal(hasText ? 1 : 0, html.Split($"/m/{failed.Id}/continue").Length - 1);
        if (!hasText) return;
        await PostAsync(client, $"/c/{id}/m/{failed.Id}/continue", ("Model", "chat/n5"));
        await CompleteAsync(client, id, 1);
        var whole = await db.Set<Message>().AsNoTracking().SingleAsync(m => m.ConversationId == id && m.Role == MessageRole.Assistant, Token);
        Assert.StartsWith(failed.Text, whole.Text, StringComparison.Ordinal);
        Assert.True(whole.Text.Length > failed.Text.Length);
        Assert.Null(whole.Problem);
    }

    private static bool IsAnswer(string body, string words) => body.Contains(words, StringComparison.Ordinal) && !body.Contains("You name", StringComparison.Ordinal);

    private static Task<string?> ParametersAsync(Parley.Data.ParleyDbContext db, Guid id) => db.Set<Conversation>().Where(c => c.Id == id).Select(c => c.Parameters).SingleAsync(Token);

    private static async Task CompleteAsync(HttpClient client, Guid id, int answers) => await ChatClient.UntilAsync(
        async () => (await GetAsync(client, $"/c/{id}")).Split("data-status=\"complete\"").Length == answers * 2 + 1, "The answer is not complete.");

    private static async Task<Guid> SendAsync(HttpClient client, string path, string text, params (string, string)[] more)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), Form([("Message", text), .. more, .. more.Any(field => field.Item1 == "Model") ? [] : new[] { ("Model", "small-chat") }]), Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Token)}");
        return Guid.Parse(answer.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1]);
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
