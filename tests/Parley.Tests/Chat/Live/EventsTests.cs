using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Chat.Model;

namespace Parley.Tests.Chat.Live;

public sealed class EventsTestsOnSqlite(EventsTestsOnSqlite.Stage stage) : EventsTests(stage.Chat), IClassFixture<EventsTestsOnSqlite.Stage>
{
    public sealed class Stage : ChatFixture;
}

[Trait("Pace", "slow")]
public sealed class EventsTestsOnPostgres(EventsTestsOnPostgres.Stage stage) : EventsTests(stage.Chat), IClassFixture<EventsTestsOnPostgres.Stage>
{
    public sealed class Stage() : ChatFixture(postgres: true);
}

/// <summary>A person's feed, in as many tabs as there are.</summary>
public abstract class EventsTests
{
    private readonly ChatStage _stage;
    private readonly Guid _person = ChatStage.NewPerson();
    private readonly HttpClient _client;

    private protected EventsTests(ChatStage stage) => (_stage, _client) = (stage, stage.Person(_person));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_tab_sees_the_same_answer_whenever_it_came_and_however_often_it_broke_off()
    {
        await using var steady = new FeedReader(_client);
        await using var shaky = new FeedReader(_client);
        await steady.ConnectAsync();
        await shaky.ConnectAsync();
        await ChatClient.UntilAsync(() => Task.FromResult(steady.Has("hello") && shaky.Has("hello")), "The tabs are not connected.");
        // Paragraphs, so that there are blocks.
        var text = string.Join("\n\n", Enumerable.Range(0, 12).Select(i => $"Paragraph {i} with some **words** and a little more of them."));
        _stage.Simulator.Script(new() { Model = "slowly", Body = Sse(text, 24), Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" }, Cuts = [300], DelayMs = 120 });
        using var response = await _client.BeginAsync(new { message = "Write", model = "chat/slowly" });
        var started = (await response.EventsAsync(most: 1))[0];
        var message = started.Text("messageId");
        var dice = new Random(5);
        var connections = 1;
        while (await IsRunningAsync(message))
        {
            await Task.Delay(20 + dice.Next(60), Token);
            await shaky.DisconnectAsync();
            await Task.Delay(dice.Next(40), Token);
            await shaky.ConnectAsync();
            connections++;
        }

        await using var late = new FeedReader(_client);
        await late.ConnectAsync(after: 0);
        foreach (var tab in new[] { steady, shaky, late }) await ChatClient.UntilAsync(() => Task.FromResult(tab.StateOf(message) == "complete"), "A tab does not see the end.");
        Assert.All(new[] { steady, shaky, late }, tab => Assert.Equal(text, tab.TextOf(message)));
        await ChatClient.UntilAsync(() => Task.FromResult(late.Seq == steady.Seq && shaky.Seq == steady.Seq), "The tabs are not equally far.");
        Assert.True(connections > 3);
        Assert.True(steady.Has("tail") && steady.Has("block") && steady.Has("status"), string.Join(' ', steady.Kinds.Distinct()));
        // Numbers are the same for everybody, and mean one thing.
        foreach (var (seq, told) in late.Durable) Assert.True(!steady.Durable.TryGetValue(seq, out var other) || other == told);
        Assert.Equal(late.Durable, steady.Durable);
    }

    [Fact]
    public async Task Other_people_hear_nothing()
    {
        using var stranger = _stage.Person(ChatStage.NewPerson());
        await using var tab = new FeedReader(stranger);
        await tab.ConnectAsync();
        await ChatClient.UntilAsync(() => Task.FromResult(tab.Has("hello")), "The tab is not connected.");
        await _client.SendAsync("/api/v1/chat", new { message = "Psst", model = "chat/n20-itl5" });
        await stranger.SendAsync("/api/v1/chat", new { message = "Mine", model = "chat/echo" });
        await ChatClient.UntilAsync(() => Task.FromResult(tab.States.Count == 2), "The stranger does not hear of its own.");
        Assert.DoesNotContain("Psst", string.Concat(tab.Durable.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_away_too_long_is_told_to_read_anew()
    {
        await _client.SendAsync("/api/v1/chat", new { message = "One", model = "chat/echo" });
        var yesterday = DateTimeOffset.UtcNow.AddHours(-25);
        await using (var db = _stage.Db())
            await db.Set<FeedEvent>().Where(e => e.UserId == _person).ExecuteUpdateAsync(e => e.SetProperty(x => x.At, yesterday), Token);
        await _stage.Get<FeedTable>().ForgetAsync(DateTimeOffset.UtcNow, Token);
        await using var tab = new FeedReader(_client);
        await tab.ConnectAsync(after: 1);
        await ChatClient.UntilAsync(() => Task.FromResult(tab.Has("reset")), "There is no reset.");
        Assert.True(tab.Seq > 1);
        await _client.SendAsync("/api/v1/chat", new { message = "Two", model = "chat/echo" });
        await ChatClient.UntilAsync(() => Task.FromResult(tab.Has("message")), "The feed does not go on.");
        await _client.ReadAsync("/api/v1/events?after=x", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Numbers_have_no_gaps_however_many_write_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _client.SendAsync("/api/v1/chat", new { message = $"At once {i}", model = "chat/n3" })));
        await ChatClient.UntilAsync(async () =>
        {
            await using var db = _stage.Db();
            return !await db.Set<Generation>().AnyAsync(g => g.UserId == _person && g.EndedAt == null, Token);
        }, "Some are not made.");
        await using var reading = _stage.Db();
        var seqs = await reading.Set<FeedEvent>().Where(e => e.UserId == _person).OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(1, seqs.Count).Select(i => (long)i), seqs);
        Assert.True(seqs.Count >= 12 * 5);
    }

    private async Task<bool> IsRunningAsync(string message)
    {
        await using var db = _stage.Db();
        return await db.Set<Message>().AnyAsync(m => m.Id == Guid.Parse(message) && m.Status == MessageStatus.Streaming, Token);
    }

    /// <summary>A vendor's stream that says a text in pieces.</summary>
    internal static string Sse(string text, int pieceLength)
    {
        var body = new System.Text.StringBuilder();
        foreach (var piece in text.Chunk(pieceLength))
            body.Append("data: ").Append(JsonSerializer.Serialize(new { id = "c", @object = "chat.completion.chunk", choices = new[] { new { index = 0, delta = new { content = new string(piece) } } } })).Append("\n\n");
        return body.Append("""data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""").Append("\n\ndata: [DONE]\n\n").ToString();
    }
}
