using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;

namespace Parley.Tests.Chat.Generations;

public sealed class TurnTestsOnSqlite(TurnTestsOnSqlite.Stage stage) : TurnTests(stage.Chat), IClassFixture<TurnTestsOnSqlite.Stage>
{
    public sealed class Stage : ChatFixture;
}

[Trait("Pace", "slow")]
public sealed class TurnTestsOnPostgres(TurnTestsOnPostgres.Stage stage) : TurnTests(stage.Chat), IClassFixture<TurnTestsOnPostgres.Stage>
{
    public sealed class Stage() : ChatFixture(postgres: true);
}

/// <summary>Turns in conversations: whole and streamed, repeated, edited, answered anew, gone on with, stopped.</summary>
public abstract class TurnTests
{
    private readonly ChatStage _stage;
    private readonly Guid _person = ChatStage.NewPerson();
    private readonly HttpClient _client;

    private protected TurnTests(ChatStage stage) => (_stage, _client) = (stage, stage.Person(_person));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_is_answered_whole_and_stands_in_its_conversation()
    {
        var answer = await _client.SendAsync("/api/v1/chat", new { message = "Say hello", model = "chat/echo" });
        Assert.Equal(("Say hello", "stop", "complete", "chat/echo"), (Text(answer, "text"), Text(answer, "finishReason"), Text(answer, "status"), Text(answer, "model")));
        Assert.True(answer.GetProperty("usage").GetProperty("inputTokens").GetInt64() > 0);
        var second = await _client.SendAsync("/api/v1/chat", new { message = "And again", conversationId = Text(answer, "conversationId") });
        Assert.Equal(("And again", Text(answer, "conversationId")), (Text(second, "text"), Text(second, "conversationId")));

        // The model was given the whole conversation, in the second vendor's own words.
        var sent = JsonElement.Parse(_stage.Simulator.Requests.Last(r => r.BodyText.Contains("And again", StringComparison.Ordinal) && !r.BodyText.Contains("You name", StringComparison.Ordinal)).BodyText);
        Assert.Equal(new[] { "user: Say hello", "assistant: Say hello", "user: And again" }, sent.GetProperty("messages").EnumerateArray().Where(m => Text(m, "role") != "system").Select(m => $"{Text(m, "role")}: {m.GetProperty("content").GetString()}"));

        // The rows: a chain, the head at its end, the first words as title.
        await using var db = _stage.Db();
        var conversation = await db.Set<Conversation>().SingleAsync(c => c.UserId == _person, Token);
        var messages = await db.Set<Message>().Where(m => m.UserId == _person).OrderBy(m => m.Id).ToListAsync(Token);
        Assert.Equal(new Guid?[] { null, messages[0].Id, messages[1].Id, messages[2].Id }, messages.Select(m => m.ParentId));
        Assert.Equal((Guid.Parse(Text(second, "messageId")), "chat"), (conversation.HeadId!.Value, messages[3].Provider));
        Assert.All(messages, m => Assert.Equal(MessageStatus.Complete, m.Status));

        // And it is metered for the person, like any other call.
        var usage = await _stage.Admin.ReadAsync("/api/v1/usage/events?limit=200");
        var record = usage.GetProperty("items").EnumerateArray().Single(e => Text(e, "requestId") == messages[3].RequestId);
        Assert.Equal((_person.ToString(), "chat", "completed"), (Text(record, "userId"), Text(record, "format"), Text(record, "outcome")));
    }

    [Theory, InlineData("chat/n12-think"), InlineData("messages/n12-think")]
    public async Task A_turn_is_streamed_and_whoever_comes_back_gets_the_rest(string model)
    {
        using var response = await _client.BeginAsync(new { message = "Go", model });
        var events = await response.EventsAsync();
        Assert.Equal("started", events[0].Name);
        Assert.Equal("done", events[^1].Name);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long?)i), events.Select(e => e.Id));
        Assert.Contains(events, e => e.Name == "reasoning");
        Assert.Contains(events, e => e.Name == "usage" && e.Data.GetProperty("outputTokens").GetInt64() > 0);
        Assert.Equal(response.StreamId(), events[0].Text("streamId"));
        await using var db = _stage.Db();
        var message = await db.Set<Message>().SingleAsync(m => m.Id == Guid.Parse(events[0].Text("messageId")), Token);
        Assert.Equal((events.Text(), MessageStatus.Complete, "stop"), (message.Text, message.Status, message.FinishReason));
        Assert.NotEmpty(message.Reasoning!);
        foreach (var after in new[] { 0, 1, 5, events.Count - 1, events.Count })
        {
            var rest = await _client.PickUpAsync(response.StreamId(), after);
            Assert.Equal(events.Skip(after).Select(e => e.Told), rest.Select(e => e.Told));
        }
    }

    [Fact]
    public async Task An_answer_goes_on_without_its_client_and_any_device_picks_it_up()
    {
        string id;
        using (var response = await _client.BeginAsync(new { message = "Go", model = "chat/n40-itl20" }))
        {
            id = response.StreamId();
            await response.EventsAsync(most: 3);
        }

        using var phone = _stage.Person(_person);
        using var tablet = _stage.Person(_person);
        var both = await Task.WhenAll(phone.PickUpAsync(id), tablet.PickUpAsync(id, 2));
        Assert.Equal("done", both[0][^1].Name);
        Assert.Equal(both[0].Skip(2).Select(e => e.Told), both[1].Select(e => e.Told));
        var listed = await phone.ReadAsync("/api/v1/chat/streams");
        Assert.Equal((id, "complete"), (Text(listed.GetProperty("items")[0], "id"), Text(listed.GetProperty("items")[0], "state")));
    }

    [Fact]
    public async Task An_answer_that_is_stopped_keeps_what_came_and_is_counted()
    {
        using var response = await _client.BeginAsync(new { message = "Go", model = "chat/endless-itl20" });
        var first = await response.EventsAsync(most: 6);
        var stopped = await _client.SendAsync($"/api/v1/chat/streams/{response.StreamId()}/stop", null);
        Assert.Equal("stopped", Text(stopped, "state"));
        var all = await _client.PickUpAsync(response.StreamId());
        Assert.Equal(("done", "stopped"), (all[^1].Name, all[^1].Text("finishReason")));
        Assert.Equal(first.Select(e => e.Told), all.Take(first.Count).Select(e => e.Told));
        await using var db = _stage.Db();
        var message = await db.Set<Message>().SingleAsync(m => m.UserId == _person && m.Role == MessageRole.Assistant, Token);
        Assert.Equal((all.Text(), MessageStatus.Stopped), (message.Text, message.Status));
        await ChatClient.UntilAsync(async () =>
        {
            var usage = await _stage.Admin.ReadAsync("/api/v1/usage/events?limit=200");
            return usage.GetProperty("items").EnumerateArray().Any(e => Text(e, "requestId") == message.RequestId && Text(e, "outcome") == "cancelled");
        }, "The stopped call is not in the ledger.");
        Assert.Equal("stopped", Text(await _client.SendAsync($"/api/v1/chat/streams/{response.StreamId()}/stop", null), "state"));

        // And it can be gone on with.
        var begun = await _client.SendAsync($"/api/v1/conversations/{message.ConversationId}/messages/{message.Id}/continue", new { model = "chat/n3" }, HttpStatusCode.Created);
        var rest = await _client.PickUpAsync(Text(begun, "streamId"));
        Assert.Equal((message.Text.Length, message.Id.ToString()), (rest[0].Data.GetProperty("offset").GetInt32(), Text(begun, "messageId")));
        await using var later = _stage.Db();
        var whole = await later.Set<Message>().SingleAsync(m => m.Id == message.Id, Token);
        Assert.Equal((message.Text + rest.Text(), MessageStatus.Complete), (whole.Text, whole.Status));
    }

    [Fact]
    public async Task A_send_that_is_repeated_makes_no_second_answer()
    {
        var body = new { message = "Only once", model = "chat/n20-itl20" };
        var before = Asked("Only once");
        var begun = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _client.BeginAsync(body, key: "send-1")));
        var streams = await Task.WhenAll(begun.Select(r => r.EventsAsync()));
        Assert.Single(begun.Select(r => r.StreamId()).Distinct());
        Assert.All(streams, s => Assert.Equal(streams[0].Select(e => e.Told), s.Select(e => e.Told)));
        var whole = await _client.SendAsync("/api/v1/chat", body, key: "send-1");
        Assert.Equal(streams[0].Text(), Text(whole, "text"));
        await _client.SendAsync("/api/v1/chat", new { message = "Something else" }, HttpStatusCode.Conflict, key: "send-1");
        await using var db = _stage.Db();
        Assert.Equal(2, await db.Set<Message>().CountAsync(m => m.UserId == _person, Token));
        Assert.Equal(before + 1, Asked("Only once"));
        foreach (var response in begun) response.Dispose();
    }

    [Fact]
    public async Task One_answer_at_a_time_in_a_branch()
    {
        using var response = await _client.BeginAsync(new { message = "Go", model = "chat/n60-itl30" });
        var started = (await response.EventsAsync(most: 1))[0];
        var conversationId = started.Text("conversationId");
        var problem = await _client.SendAsync("/api/v1/chat", new { message = "More", conversationId }, HttpStatusCode.Conflict);
        Assert.Contains("parentId", Text(problem, "detail"), StringComparison.Ordinal);
        await _client.SendAsync($"/api/v1/conversations/{conversationId}/messages/{started.Text("messageId")}/regenerate", new { }, HttpStatusCode.Conflict);
        await _client.SendAsync($"/api/v1/chat/streams/{response.StreamId()}/stop", null);

        // Two sends at the same moment into one branch: one is answered, the other is told so.
        using var second = _stage.Person(_person);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Status(second, new { message = $"At once {i}", conversationId, model = "chat/n30-itl30" })));
        Assert.Equal(new[] { HttpStatusCode.OK, HttpStatusCode.Conflict }, both.Order());
    }

    [Fact]
    public async Task A_second_click_at_the_same_moment_is_no_second_wish()
    {
        for (var round = 0; round < 3; round++)
        {
            var answer = await _client.SendAsync("/api/v1/chat", new { message = "Go", model = "chat/echo" });
            var path = $"/api/v1/conversations/{Text(answer, "conversationId")}/messages/{Text(answer, "messageId")}/regenerate";
            var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
            {
                using var response = await _client.PostAsJsonAsync(path, new { model = "chat/n150-itl30" }, Token);
                return response.StatusCode;
            }));
            Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 5)], statuses.Order());
        }
    }

    [Fact]
    public async Task Edits_and_other_answers_are_branches_and_overwrite_nothing()
    {
        var first = await _client.SendAsync("/api/v1/chat", new { message = "First words", model = "chat/echo" });
        var (conversation, answer) = (Text(first, "conversationId"), Text(first, "messageId"));
        var question = (await MessageAsync(answer)).ParentId!.Value;
        var edited = await _client.SendAsync($"/api/v1/conversations/{conversation}/messages/{question}/edit", new { text = "Other words" }, HttpStatusCode.Created);
        Assert.Equal("Other words", (await _client.PickUpAsync(Text(edited, "streamId"))).Text());
        var other = await MessageAsync(Text(edited, "messageId"));
        Assert.Equal(((Guid?)null, "First words"), ((await MessageAsync(other.ParentId!.Value.ToString())).ParentId, (await MessageAsync(question.ToString())).Text));

        var again = await _client.SendAsync($"/api/v1/conversations/{conversation}/messages/{answer}/regenerate", new { model = "messages/echo" }, HttpStatusCode.Created);
        Assert.Equal("First words", (await _client.PickUpAsync(Text(again, "streamId"))).Text());
        var anew = await MessageAsync(Text(again, "messageId"));
        Assert.Equal((question, "messages"), (anew.ParentId!.Value, anew.Provider));
        Assert.Equal("First words", (await MessageAsync(answer)).Text);

        // A stale tab's send follows what it saw.
        var stale = await _client.SendAsync("/api/v1/chat", new { message = "Late", conversationId = conversation, parentId = answer, model = "chat/echo" });
        Assert.Equal(Guid.Parse(answer), (await MessageAsync((await MessageAsync(Text(stale, "messageId"))).ParentId!.Value.ToString())).ParentId);
        await _client.SendAsync($"/api/v1/conversations/{conversation}/messages/{answer}/edit", new { text = "No" }, HttpStatusCode.Conflict);
        await _client.SendAsync($"/api/v1/conversations/{conversation}/messages/{answer}/continue", new { }, HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("chat/err429-ra7", 429, "", "failed")]
    [InlineData("chat/err500", 502, "", "failed")]
    [InlineData("chat/n0", 502, "nothing", "failed")]
    [InlineData("chat/n20-itl5-drop5", 502, "kept", "failed")]
    public async Task What_a_model_fails_with_is_told_and_what_came_is_kept(string model, int status, string words, string state)
    {
        var problem = await _client.SendAsync("/api/v1/chat", new { message = "Go", model }, (HttpStatusCode)status);
        Assert.Contains(words, Text(problem, "detail"), StringComparison.Ordinal);
        using var response = await _client.BeginAsync(new { message = "Go", model });
        var events = await response.EventsAsync();
        Assert.Equal(("error", status), (events[^1].Name, events[^1].Data.GetProperty("problem").GetProperty("status").GetInt32()));
        var message = await MessageAsync(events[^1].Text("messageId"));
        Assert.Equal((events.Text(), state), (message.Text, message.Status.ToString().ToLowerInvariant()));
        Assert.Equal(model.Contains("drop", StringComparison.Ordinal), message.Text.Length > 0);
        // Retry: the same message gets another answer.
        var again = await _client.SendAsync($"/api/v1/conversations/{message.ConversationId}/messages/{message.Id}/regenerate", new { model = "chat/echo" }, HttpStatusCode.Created);
        Assert.Equal("Go", (await _client.PickUpAsync(Text(again, "streamId"))).Text());
    }

    [Fact]
    public async Task What_is_destroyed_leaves_no_words_in_the_feed_and_what_stays_is_told_as_it_was()
    {
        var (kept, gone) = ($"kept {Guid.NewGuid():N}", $"gone {Guid.NewGuid():N}");
        var stays = Text(await _client.SendAsync("/api/v1/chat", new { message = kept, model = "chat/echo" }), "conversationId");
        var destroyed = Text(await _client.SendAsync("/api/v1/chat", new { message = gone + "\n\nand more", model = "chat/echo" }), "conversationId");
        // An id in somebody's words is no sign.
        await _client.SendAsync("/api/v1/chat", new { message = $"\"conversationId\":\"{destroyed}\" {kept}", model = "chat/echo", conversationId = stays });
        using var drafted = await _client.PutAsJsonAsync($"/api/v1/conversations/{destroyed}/draft", new { text = gone }, Token);
        Assert.True(drafted.IsSuccessStatusCode);
        var before = await EventsAsync();
        Assert.Equal(["block", "conversation", "draft", "message"], before.Where(e => e.Data.Contains(gone, StringComparison.Ordinal)).Select(e => e.Kind).Distinct().Order(StringComparer.Ordinal));
        using var answer = await _client.DeleteAsync(new Uri($"/api/v1/conversations/{destroyed}?permanent=true", UriKind.Relative), Token);
        Assert.True(answer.IsSuccessStatusCode);
        var after = await EventsAsync();
        Assert.DoesNotContain(after, e => e.Data.Contains(gone, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, after.Count).Select(n => (long)n), after.Select(e => e.Seq));
        Assert.Equal(before.Where(e => e.Data.Contains(kept, StringComparison.Ordinal)).Select(e => (e.Seq, e.Kind, e.Data)), after.Where(e => e.Data.Contains(kept, StringComparison.Ordinal)).Select(e => (e.Seq, e.Kind, e.Data)));

        async Task<List<FeedEvent>> EventsAsync()
        {
            await using var db = _stage.Db();
            return await db.Set<FeedEvent>().AsNoTracking().Where(e => e.UserId == _person).OrderBy(e => e.Seq).ToListAsync(Token);
        }
    }

    [Fact]
    public async Task What_cannot_be_used_is_named_and_nothing_is_sent()
    {
        var mark = $"Go {Guid.NewGuid():N}";
        var problem = await _client.SendAsync("/api/v1/chat", new { message = " ", model = "", parentId = Guid.CreateVersion7() }, HttpStatusCode.BadRequest, key: "bad");
        Assert.Equal(new[] { "message", "model", "parentId" }, problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        problem = await _client.SendAsync("/api/v1/chat", new { message = mark, model = "nobody-serves-this" }, HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty("model", out _));
        problem = await _client.SendAsync("/api/v1/chat", new { message = mark, role = "admin" }, HttpStatusCode.BadRequest);
        Assert.Contains("role", problem.GetRawText(), StringComparison.Ordinal);
        problem = await _client.SendAsync("/api/v1/chat/stream", new { message = mark + new string('x', 400_001) }, HttpStatusCode.BadRequest);
        Assert.Contains("400,000", Text(problem, "detail"), StringComparison.Ordinal);
        await _client.SendAsync("/api/v1/chat", new { message = mark, fileIds = new[] { Guid.CreateVersion7() } }, HttpStatusCode.NotFound);
        Assert.DoesNotContain(_stage.Simulator.Requests, r => r.BodyText.Contains(mark, StringComparison.Ordinal));
        await using var db = _stage.Db();
        Assert.False(await db.Set<Message>().AnyAsync(m => m.UserId == _person, Token));
    }

    [Fact]
    public async Task Nobody_gets_at_the_things_of_another_one()
    {
        using var response = await _client.BeginAsync(new { message = "A secret word: xyzzy", model = "chat/n60-itl30" });
        var started = (await response.EventsAsync(most: 1))[0];
        var (conversation, answer, stream) = (started.Text("conversationId"), started.Text("messageId"), response.StreamId());
        using var other = _stage.Person(ChatStage.NewPerson());
        await other.SendAsync("/api/v1/chat", new { message = "Go", conversationId = conversation }, HttpStatusCode.NotFound);
        await other.SendAsync("/api/v1/chat/stream", new { message = "Go", conversationId = conversation }, HttpStatusCode.NotFound);
        await other.ReadAsync($"/api/v1/chat/streams/{stream}", HttpStatusCode.NotFound);
        await other.SendAsync($"/api/v1/chat/streams/{stream}/stop", null, HttpStatusCode.NotFound);
        foreach (var verb in new[] { "edit", "regenerate", "continue" })
            await other.SendAsync($"/api/v1/conversations/{conversation}/messages/{answer}/{verb}", verb == "edit" ? new { text = "x" } : new { }, HttpStatusCode.NotFound);
        await other.ReadAsync($"/api/v1/conversations/{conversation}/summaries", HttpStatusCode.NotFound);
        Assert.Equal(0, (await other.ReadAsync("/api/v1/chat/streams")).GetProperty("items").GetArrayLength());
        // The engine's own door does not show them either.
        await other.ReadAsync($"/v1/streams/{stream}", HttpStatusCode.Unauthorized);
        // And one's own parent must be of the same conversation.
        var mine = await _client.SendAsync("/api/v1/chat", new { message = "Elsewhere", model = "chat/echo" });
        await _client.SendAsync("/api/v1/chat", new { message = "Go", conversationId = Text(mine, "conversationId"), parentId = answer }, HttpStatusCode.NotFound);
        Assert.Equal("streaming", (await MessageAsync(answer)).Status.ToString().ToLowerInvariant());
        await _client.SendAsync($"/api/v1/chat/streams/{stream}/stop", null);
    }

    [Fact]
    public async Task A_new_conversation_gets_a_title_of_the_model()
    {
        // The simulator repeats what it is asked: three lines, which are no title; so the first words stay.
        var kept = await _client.SendAsync("/api/v1/chat", new { message = "Some first words", model = "chat/echo" });
        // A model that says one short line is taken by its word.
        var titled = await _client.SendAsync("/api/v1/chat", new { message = "Another talk", model = "chat/n3-sz6" });
        await ChatClient.UntilAsync(async () => (await ConversationAsync(Text(titled, "conversationId"))).Title is not "Another talk", "There is no title of the model.");
        Assert.Equal("Some first words", (await ConversationAsync(Text(kept, "conversationId"))).Title);
        Assert.False((await ConversationAsync(Text(titled, "conversationId"))).IsTitled);
    }

    [Fact]
    public async Task Streams_are_listed_page_by_page()
    {
        List<string> made = [];
        for (var i = 0; i < 5; i++)
        {
            using var response = await _client.BeginAsync(new { message = $"Number {i}", model = "chat/n1" });
            await response.EventsAsync();
            made.Add(response.StreamId());
        }

        List<string> listed = [];
        string? next = null;
        do
        {
            var page = await _client.ReadAsync("/api/v1/chat/streams?limit=2" + (next is null ? "" : $"&cursor={next}"));
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(s => Text(s, "id")));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Equal(made.AsEnumerable().Reverse(), listed);
    }

    /// <summary>Where a route keeps answers at temperature 0: a kept one goes with its conversation, and who wants another answer gets another one.</summary>
    [Fact]
    public async Task Kept_answers_belong_to_their_conversation()
    {
        using var put = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(_stage.Admin, "/api/v1/models/routes",
            new { routes = new[] { new { name = "kept", objective = "cheapest", candidates = new[] { new { model = "small-chat" } }, cacheSeconds = 600 } } }, JsonSerializerOptions.Web, Token);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Token));
        async Task<string> AskAsync()
        {
            // The same words in a new conversation at temperature 0.
            await using var db = _stage.Db();
            var now = DateTimeOffset.UtcNow;
            var conversation = new Conversation { Id = Guid.CreateVersion7(), UserId = _person, Title = "T", IsTitled = true, Parameters = """{"temperature":0}""", CreatedAt = now, UpdatedAt = now };
            db.Add(conversation);
            await db.SaveChangesAsync(Token);
            var answer = await _client.SendAsync("/api/v1/chat", new { message = "Keep this in mind", model = "kept", conversationId = conversation.Id });
            return Text(answer, "messageId");
        }

        var first = await MessageAsync(await AskAsync());
        Assert.Equal(1, Asked("Keep this in mind"));
        await AskAsync();
        Assert.Equal(1, Asked("Keep this in mind"));
        var again = await _client.SendAsync($"/api/v1/conversations/{first.ConversationId}/messages/{first.Id}/regenerate", new { }, HttpStatusCode.Created);
        await _client.PickUpAsync(Text(again, "streamId"));
        Assert.Equal(2, Asked("Keep this in mind"));
        Assert.Equal(0, (await _client.SendAsync("/api/v1/chat/cache/invalidate", new { conversationId = Guid.CreateVersion7() })).GetProperty("removed").GetInt32());
        Assert.Equal(1, (await _client.SendAsync("/api/v1/chat/cache/invalidate", new { conversationId = first.ConversationId })).GetProperty("removed").GetInt32());
        await AskAsync();
        Assert.Equal(3, Asked("Keep this in mind"));
    }

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    private static async Task<HttpStatusCode> Status(HttpClient client, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/chat/stream") { Content = System.Net.Http.Json.JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (response.IsSuccessStatusCode) await response.EventsAsync();
        return response.StatusCode;
    }

    private int Asked(string words) => _stage.Simulator.Requests.Count(r => r.BodyText.Contains(words, StringComparison.Ordinal) && !r.BodyText.Contains("You name", StringComparison.Ordinal));

    private async Task<Message> MessageAsync(string id)
    {
        await using var db = _stage.Db();
        return await db.Set<Message>().SingleAsync(m => m.Id == Guid.Parse(id), Token);
    }

    private async Task<Conversation> ConversationAsync(string id)
    {
        await using var db = _stage.Db();
        return await db.Set<Conversation>().SingleAsync(c => c.Id == Guid.Parse(id), Token);
    }
}
