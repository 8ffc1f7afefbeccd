using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Tests.Chat.Context;

/// <summary>A talk that is longer than its model's context: nothing is cut silently.</summary>
public sealed class LongTalkTests(LongTalkTests.Stage stage) : IClassFixture<LongTalkTests.Stage>
{
    public sealed class Stage : ChatFixture;

    private readonly Guid _person = ChatStage.NewPerson();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_older_part_is_summarised_behind_the_talk_and_stands_for_it_until_an_edit()
    {
        await LimitAsync();
        using var client = stage.Chat.Person(_person);
        JsonElement answer = default;
        for (var i = 0; i < 6; i++)
            answer = await client.SendAsync("/api/v1/chat", new { message = Words($"landmark{i}", 180), model = "small-chat", conversationId = i == 0 ? null : answer.GetProperty("conversationId").GetString() });
        var conversation = answer.GetProperty("conversationId").GetString();
        JsonElement summaries = default;
        await ChatClient.UntilAsync(async () => (summaries = await client.ReadAsync($"/api/v1/conversations/{conversation}/summaries")).GetProperty("items").GetArrayLength() > 0, "Nothing was summarised.");
        var summary = summaries.GetProperty("items")[0];
        Assert.Equal("small-chat", summary.GetProperty("model").GetString());
        Assert.True(summary.GetProperty("messages").GetInt32() is >= 2 and < 12);
        Assert.True(summary.GetProperty("inputTokens").GetInt64() > 0);
        // It is metered for the person, like any other call.
        await ChatClient.UntilAsync(async () => (await stage.Chat.Admin.ReadAsync("/api/v1/usage/events?limit=200")).GetProperty("items").EnumerateArray()
            .Any(e => e.GetProperty("requestId").GetString() == summary.GetProperty("requestId").GetString() && e.GetProperty("userId").GetString() == _person.ToString()), "The summary is not in the ledger.");

        // The next answer is given the summary in the place of what it covers; nothing is left out.
        answer = await client.SendAsync("/api/v1/chat", new { message = "What now? finally", conversationId = conversation });
        var used = await UsedAsync(answer);
        Assert.NotNull(used.SummaryId);
        Assert.Equal(0, used.LeftOut);
        var sent = Sent("finally");
        Assert.Contains("The conversation so far, in short", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("landmark0", sent, StringComparison.Ordinal);
        Assert.Contains("landmark5", sent, StringComparison.Ordinal);

        // Another beginning: what was summarised is not on that branch.
        await using var db = stage.Chat.Db();
        var first = await db.Set<Message>().Where(m => m.ConversationId == Guid.Parse(conversation!)).OrderBy(m => m.Id).FirstAsync(Token);
        var edited = await client.SendAsync($"/api/v1/conversations/{conversation}/messages/{first.Id}/edit", new { text = "Another beginning altogether" }, HttpStatusCode.Created);
        await client.PickUpAsync(edited.GetProperty("streamId").GetString()!);
        Assert.Null((await UsedAsync(edited)).SummaryId);
        Assert.DoesNotContain("in short", Sent("altogether"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_summary_covers_yet_is_told_as_left_out()
    {
        await LimitAsync();
        using var client = stage.Chat.Person(_person);
        var conversation = await LongConversationAsync();
        var answer = await client.SendAsync("/api/v1/chat", new { message = "And what of it? imported", conversationId = conversation, model = "small-chat" });
        var used = await UsedAsync(answer);
        Assert.Equal((null, 41), (used.SummaryId, used.LeftOut + used.Messages));
        Assert.InRange(used.LeftOut, 20, 40);
        await ChatClient.UntilAsync(async () =>
        {
            await using var db = stage.Chat.Db();
            return await db.Set<ConversationSummary>().Where(s => s.ConversationId == conversation).MaxAsync(s => (int?)s.Messages, Token) >= used.LeftOut;
        }, "The imported talk is not summarised.");
        answer = await client.SendAsync("/api/v1/chat", new { message = "And now?", conversationId = conversation });
        used = await UsedAsync(answer);
        Assert.Equal(0, used.LeftOut);
        Assert.NotNull(used.SummaryId);
    }

    [Fact]
    public async Task A_message_that_is_too_long_for_the_model_is_refused_in_words_and_kept()
    {
        await LimitAsync();
        using var client = stage.Chat.Person(_person);
        var problem = await client.SendAsync("/api/v1/chat", new { message = Words("endless", 4000), model = "small-chat" }, HttpStatusCode.BadRequest);
        Assert.Contains("too long for the model", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await using var db = stage.Chat.Db();
        Assert.Equal(2, await db.Set<Message>().CountAsync(m => m.UserId == _person, Token));
    }

    /// <summary>Vendors' caches know a prompt by its beginning.</summary>
    [Fact]
    public async Task The_beginning_of_the_prompt_stays_the_same_from_turn_to_turn()
    {
        using var client = stage.Chat.Person(_person);
        JsonElement answer = default;
        List<string> sent = [];
        for (var i = 0; i < 3; i++)
        {
            answer = await client.SendAsync("/api/v1/chat", new { message = $"prefix{i} of a talk", model = "messages/n5", conversationId = i == 0 ? null : answer.GetProperty("conversationId").GetString() });
            sent.Add(Sent($"prefix{i} of a talk"));
        }

        var turns = sent.ConvertAll(s => JsonElement.Parse(s).GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts ? string.Concat(parts.EnumerateArray().Select(p => p.GetProperty("text").GetString())) : m.GetProperty("content").GetString()).ToList());
        Assert.Equal(turns[0], turns[1].Take(1));
        Assert.Equal(turns[1], turns[2].Take(3));
        Assert.Contains("cache_control", sent[2], StringComparison.Ordinal);
    }

    private static string Words(string landmark, int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => i == 0 ? landmark : "word" + (i % 7)));

    private async Task LimitAsync()
    {
        using var patched = await stage.Chat.Admin.PatchAsJsonAsync("/api/v1/models/small-chat", new { contextWindow = 2400, maxOutputTokens = 600 }, JsonSerializerOptions.Web, Token);
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync(Token));
    }

    private string Sent(string words) => stage.Chat.Simulator.Requests.Last(r => r.BodyText.Contains(words, StringComparison.Ordinal) && !r.BodyText.Contains("You name conversations", StringComparison.Ordinal) && !r.BodyText.Contains("You keep the memory", StringComparison.Ordinal)).BodyText;

    private async Task<ContextUsed> UsedAsync(JsonElement answer)
    {
        var id = Guid.Parse(answer.GetProperty("messageId").GetString()!);
        await using var db = stage.Chat.Db();
        return JsonSerializer.Deserialize<ContextUsed>((await db.Set<Message>().SingleAsync(m => m.Id == id, Token)).Context!, StrictJson.Options)!;
    }

    private async Task<Guid> LongConversationAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var conversation = new Conversation { Id = Guid.CreateVersion7(now), UserId = _person, Title = "Imported", IsTitled = true, CreatedAt = now, UpdatedAt = now };
        await using var db = stage.Chat.Db();
        Guid? parent = null;
        for (var i = 0; i < 40; i++)
        {
            var id = Guid.CreateVersion7(now.AddMilliseconds(i));
            db.Add(new Message
            {
                Id = id, ConversationId = conversation.Id, UserId = _person, ParentId = parent, Role = i % 2 == 0 ? MessageRole.User : MessageRole.Assistant, Text = Words($"import{i}", 90), Status = MessageStatus.Complete, CreatedAt = now,
            });
            parent = id;
        }

        conversation.HeadId = parent;
        db.Add(conversation);
        await db.SaveChangesAsync(Token);
        return conversation.Id;
    }
}
