using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Memory;
using Parley.Simulator.Scripting;

namespace Parley.Tests.Chat.Memory;

[Trait("Pace", "slow")]
public sealed class EmbeddedMemoryTestsOnSqlite(EmbeddedMemoryTestsOnSqlite.Stage stage) : EmbeddedMemoryTests(stage.Chat), IClassFixture<EmbeddedMemoryTestsOnSqlite.Stage>
{
    public sealed class Stage : ChatFixture;
}

[Trait("Pace", "slow")]
public sealed class EmbeddedMemoryTestsOnPostgres(EmbeddedMemoryTestsOnPostgres.Stage stage) : EmbeddedMemoryTests(stage.Chat), IClassFixture<EmbeddedMemoryTestsOnPostgres.Stage>
{
    public sealed class Stage() : ChatFixture(postgres: true);
}

/// <summary>Memories that are chosen by what they mean. The simulator's vectors are near where words have letters in common, so that a stem is found that no search for words finds.</summary>
public abstract class EmbeddedMemoryTests
{
    private const string Right = "My grandmother was a beekeeper near Uppsala", Question = "Something about beekeeping, please";

    private readonly ChatStage _chat;
    private readonly Guid _person = ChatStage.NewPerson();

    private protected EmbeddedMemoryTests(ChatStage chat) => _chat = chat;

    [Fact]
    public async Task As_soon_as_there_is_no_room_for_all_they_are_chosen_by_meaning()
    {
        await OfferAsync();
        using var client = _chat.Person(_person);
        var persona = await PersonaAsync(client);
        await RememberAsync(client, persona, Right);
        // There is room for one: nobody is asked what it means.
        var before = Embedded();
        Assert.Equal("all", (await AskAsync(client, persona)).GetProperty("memoryRanking").GetString());
        Assert.Equal(before, Embedded());

        // Newer ones, that take all the room and have nothing to do with it. What they mean is found out after the first answer that had to choose.
        await FillAsync(client, persona);
        var first = await AskAsync(client, persona);
        Assert.Equal("words", first.GetProperty("memoryRanking").GetString());
        Assert.NotEqual(Right, Told(first)[0]);
        await ChatClient.UntilAsync(async () => await KnownAsync(persona) == 61, "What the memories mean was not found out.");
        var second = await AskAsync(client, persona);
        Assert.Equal(("embeddings", "test-embed"), (second.GetProperty("memoryRanking").GetString(), second.GetProperty("context").GetProperty("memoryModel").GetString()));
        Assert.Equal(Right, Told(second)[0]);

        // Each call is metered, for this person.
        var events = await _chat.Admin.GetFromJsonAsync<JsonElement>("/api/v1/usage/events?model=test-embed&limit=100", TestContext.Current.CancellationToken);
        var mine = events.GetProperty("items").EnumerateArray().Where(e => e.GetProperty("userId").GetString() == _person.ToString()).ToList();
        Assert.True(mine.Count >= 3, $"{mine.Count} calls");
        Assert.All(mine, e => Assert.Equal("chat,memory", e.GetProperty("tags").GetString()));

        // What is said otherwise, and what is forgotten, has no meaning any more.
        var page = (await client.ReadAsync($"/api/v1/personas/{persona}/memories?limit=100")).GetProperty("items").EnumerateArray().ToList();
        var right = page.Single(m => m.GetProperty("text").GetString() == Right).GetProperty("id").GetString();
        using var changed = await client.PatchAsJsonAsync($"/api/v1/personas/{persona}/memories/{right}", new { text = "I was born in Uppsala" }, TestContext.Current.CancellationToken);
        Assert.True(changed.IsSuccessStatusCode);
        var third = await AskAsync(client, persona);
        Assert.Equal("embeddings", third.GetProperty("memoryRanking").GetString());
        await ChatClient.UntilAsync(async () => await KnownAsync(persona) == 61, "What the changed memory means was not found out.");
        using var forgotten = await client.DeleteAsync(new Uri($"/api/v1/personas/{persona}/memories/{right}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(60, await KnownAsync(persona));
        // What may come back keeps what it means.
        using var deleted = await client.DeleteAsync(new Uri($"/api/v1/personas/{persona}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, 60), (deleted.StatusCode, await KnownAsync(persona)));
        using var gone = await client.DeleteAsync(new Uri($"/api/v1/personas/{persona}?permanent=true", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, 0), (gone.StatusCode, await KnownAsync(persona)));
    }

    [Theory]
    [InlineData("""{"error":{"message":"overloaded","type":"server_error"}}""", 500, 0)]
    [InlineData("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[]}]}""", 200, 0)]
    [InlineData("nothing of the kind", 200, 0)]
    [InlineData("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,2]}]}""", 200, 0)]
    [InlineData("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}]}""", 200, 3000)]
    public async Task A_model_that_fails_answers_nonsense_or_is_late_leaves_the_choice_to_words(string body, int status, int late)
    {
        await OfferAsync();
        using var client = _chat.Person(_person);
        var persona = await PersonaAsync(client);
        await RememberAsync(client, persona, Right);
        await FillAsync(client, persona);
        await AskAsync(client, persona);
        await ChatClient.UntilAsync(async () => await KnownAsync(persona) == 61, "What the memories mean was not found out.");
        _chat.Simulator.Script(new ScriptedAnswer { Model = "test-embed", Times = 1, Status = status, FirstDelayMs = late, Headers = new Dictionary<string, string> { ["content-type"] = "application/json" }, Body = body });
        var why = await AskAsync(client, persona);
        Assert.Equal(body.Contains("[1,2]", StringComparison.Ordinal) ? "embeddings" : "words", why.GetProperty("memoryRanking").GetString());
        Assert.NotEmpty(Told(why));
    }

    private int Embedded() => _chat.Simulator.Requests.Count(r => r.Path.EndsWith("/embeddings", StringComparison.Ordinal));

    private async Task OfferAsync()
    {
        using var added = await _chat.Admin.PostAsJsonAsync("/api/v1/providers", new
        {
            name = "vectors", kind = "chat", baseUrl = new Uri(_chat.Simulator.BaseAddress, "/v1").ToString().TrimEnd('/'), apiKeys = new[] { "sk-upstream-7f3a9c51d2e84b60" }, allowPrivateNetwork = true,
            resilience = new { maxRetries = 0, breaker = false, probe = false }, models = new[] { new { id = "test-embed", upstreamName = "test-embed" } },
        }, TestContext.Current.CancellationToken);
        Assert.True(added.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> PersonaAsync(HttpClient client) =>
        (await client.SendAsync("/api/v1/personas", new { name = "Friend", model = "chat/words" }, HttpStatusCode.Created)).GetProperty("id").GetString()!;

    private static Task<JsonElement> RememberAsync(HttpClient client, string persona, string text) => client.SendAsync($"/api/v1/personas/{persona}/memories", new { text }, HttpStatusCode.Created);

    /// <summary>Sixty long ones without the question's words: more than two thousand tokens.</summary>
    private static async Task FillAsync(HttpClient client, string persona)
    {
        for (var i = 0; i < 60; i++) await RememberAsync(client, persona, $"Number {i}: " + string.Join(' ', Enumerable.Range(0, 40).Select(n => $"word{(i * 40) + n}")));
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string persona)
    {
        var answer = await client.SendAsync("/api/v1/chat", new { message = Question, personaId = persona });
        return await client.ReadAsync($"/api/v1/conversations/{answer.GetProperty("conversationId").GetString()}/messages/{answer.GetProperty("messageId").GetString()}/why");
    }

    private static List<string?> Told(JsonElement why) => [.. why.GetProperty("memories").EnumerateArray().Select(m => m.GetProperty("text").GetString())];

    private async Task<int> KnownAsync(string persona)
    {
        var id = Guid.Parse(persona);
        await using var db = _chat.Db();
        return await db.Set<MemoryVector>().CountAsync(v => db.Set<MemoryRow>().Any(m => m.Id == v.MemoryId && m.PersonaId == id && m.TextKey == v.TextKey), TestContext.Current.CancellationToken);
    }
}
