using System.Net;
using System.Text.Json;
using Parley.Chat.Model;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Conversations;

[Trait("Pace", "slow")]
public sealed class MessageEndpointsTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Messages_come_newest_page_first_and_oldest_message_first(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me);
        Guid? last = null;
        List<Guid> said = [];
        for (var i = 0; i < 9; i++) said.Add((last = await stage.SayAsync(_me, id, $"m{i}", last, i % 2 == 0 ? MessageRole.User : MessageRole.Assistant)).Value);
        var page = await stage.OkAsync(_me, "GET", $"conversations/{id}/messages?limit=4");
        Assert.Equal(said[5..], ConversationEndpointsTests.Ids(page));
        Assert.Equal(["assistant", "user", "assistant", "user"], page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        page = await stage.OkAsync(_me, "GET", $"conversations/{id}/messages?limit=4&cursor={page.GetProperty("next").GetString()}");
        Assert.Equal(said[1..5], ConversationEndpointsTests.Ids(page));
        page = await stage.OkAsync(_me, "GET", $"conversations/{id}/messages?limit=4&cursor={page.GetProperty("next").GetString()}");
        Assert.Equal([said[0]], ConversationEndpointsTests.Ids(page));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Branches_are_shown_by_number_looked_at_and_chosen(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me);
        var question = await stage.SayAsync(_me, id, "question");
        var first = await stage.SayAsync(_me, id, "first answer", question, MessageRole.Assistant);
        var further = await stage.SayAsync(_me, id, "further", first);
        var second = await stage.SayAsync(_me, id, "second answer", question, MessageRole.Assistant);

        var shown = await stage.OkAsync(_me, "GET", $"conversations/{id}/messages");
        Assert.Equal([question, second], ConversationEndpointsTests.Ids(shown));
        Assert.Equal([first, second], shown.GetProperty("items")[1].GetProperty("siblings").EnumerateArray().Select(s => s.GetGuid()));
        Assert.Equal([question, first, further], ConversationEndpointsTests.Ids(await stage.OkAsync(_me, "GET", $"conversations/{id}/messages?branch={first}")));
        Assert.Equal([question, second], ConversationEndpointsTests.Ids(await stage.OkAsync(_me, "GET", $"conversations/{id}/messages")));

        Assert.Equal(further, (await stage.OkAsync(_me, "PATCH", $"conversations/{id}", new { headId = first })).GetProperty("headId").GetGuid());
        Assert.Equal([question, first, further], ConversationEndpointsTests.Ids(await stage.OkAsync(_me, "GET", $"conversations/{id}/messages")));
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "PATCH", $"conversations/{id}", new { title = "no", headId = Guid.CreateVersion7() });
        Assert.Equal("", (await stage.OkAsync(_me, "GET", $"conversations/{id}")).GetProperty("title").GetString());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_answer_is_rated_and_the_rating_taken_back(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me);
        var question = await stage.SayAsync(_me, id, "question");
        var answer = await stage.SayAsync(_me, id, "answer", question, MessageRole.Assistant, "demo");
        var rated = await stage.OkAsync(_me, "POST", $"conversations/{id}/messages/{answer}/feedback", new { rating = "bad", comment = "wrong" });
        Assert.Equal(("bad", "wrong"), (rated.GetProperty("rating").GetString(), rated.GetProperty("comment").GetString()));
        var told = (await stage.EventsAsync(_me))[^1];
        Assert.Equal(("message", "bad"), (told.Kind, told.Data.GetProperty("rating").GetString()));
        var statistics = await stage.OkAsync(_me, "GET", "conversations/stats");
        Assert.Equal((1, 2, 1, 10, 5, 0, 1), (statistics.GetProperty("conversations").GetInt32(), statistics.GetProperty("messages").GetInt32(), statistics.GetProperty("answers").GetInt32(),
            statistics.GetProperty("inputTokens").GetInt32(), statistics.GetProperty("outputTokens").GetInt32(), statistics.GetProperty("good").GetInt32(), statistics.GetProperty("bad").GetInt32()));
        Assert.Equal(stage.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd"), statistics.GetProperty("days")[0].GetProperty("day").GetString());
        Assert.Equal(("demo", 1), (statistics.GetProperty("models")[0].GetProperty("model").GetString(), statistics.GetProperty("models")[0].GetProperty("answers").GetInt32()));

        rated = await stage.OkAsync(_me, "POST", $"conversations/{id}/messages/{answer}/feedback", new { rating = (string?)null });
        Assert.Equal(JsonValueKind.Null, rated.GetProperty("rating").ValueKind);
        await stage.RefusedAsync(HttpStatusCode.Conflict, _me, "POST", $"conversations/{id}/messages/{question}/feedback", new { rating = "good" });
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "POST", $"conversations/{id}/messages/{answer}/feedback", new { rating = "superb" });
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", $"conversations/{id}/messages/{Guid.CreateVersion7()}/feedback", new { rating = "good" });
    }
}
