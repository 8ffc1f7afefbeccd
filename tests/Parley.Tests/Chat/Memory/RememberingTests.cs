using System.Net;
using System.Text.Json;
using Parley.Simulator.Scripting;

namespace Parley.Tests.Chat.Memory;

/// <summary>Personas and memories in answers.</summary>
public sealed class RememberingTests(RememberingTests.Stage stage) : IClassFixture<RememberingTests.Stage>
{
    public sealed class Stage : ChatFixture;

    private readonly Guid _person = ChatStage.NewPerson();

    [Fact]
    public async Task The_persona_answers_and_what_was_asked_to_be_remembered_is_told_to_the_model_and_explained()
    {
        using var client = stage.Chat.Person(_person);
        var persona = (await client.SendAsync("/api/v1/personas", new { name = "Cook", systemPrompt = "You cook.", traits = new[] { "cheerful" }, model = "chat/words", parameters = new { temperature = 0.25 } }, HttpStatusCode.Created)).GetProperty("id").GetString();
        await client.SendAsync("/api/v1/chat", new { message = "Remember that I am allergic to walnuts. And greet me, xylophone.", personaId = persona });
        // It knows it already when it answers.
        var sent = Sent("greet me, xylophone");
        Assert.Contains("You cook.", sent, StringComparison.Ordinal);
        Assert.Contains("cheerful", sent, StringComparison.Ordinal);
        Assert.Contains("- I am allergic to walnuts", sent, StringComparison.Ordinal);
        Assert.Contains("0.25", sent, StringComparison.Ordinal);
        var memory = Assert.Single((await client.ReadAsync($"/api/v1/personas/{persona}/memories")).GetProperty("items").EnumerateArray());
        Assert.Equal(("I am allergic to walnuts", "said"), (memory.GetProperty("text").GetString(), memory.GetProperty("source").GetString()));

        // In another conversation, too; and the answer says of what it was made.
        var answer = await client.SendAsync("/api/v1/chat", new { message = "A cake with walnuts, glockenspiel?", personaId = persona });
        Assert.Contains("- I am allergic to walnuts", Sent("glockenspiel"), StringComparison.Ordinal);
        var path = $"/api/v1/conversations/{answer.GetProperty("conversationId").GetString()}/messages/{answer.GetProperty("messageId").GetString()}/why";
        var why = await client.ReadAsync(path);
        Assert.Equal((persona, "Cook", 1, 1), (why.GetProperty("persona").GetProperty("id").GetString(), why.GetProperty("persona").GetProperty("name").GetString(),
            why.GetProperty("persona").GetProperty("version").GetInt32(), why.GetProperty("persona").GetProperty("currentVersion").GetInt32()));
        Assert.Equal("I am allergic to walnuts", Assert.Single(why.GetProperty("memories").EnumerateArray()).GetProperty("text").GetString());
        Assert.True(why.GetProperty("context").GetProperty("tokens").GetInt64() > 0);

        // What is forgotten is told no more.
        using var forgotten = await client.DeleteAsync(new Uri($"/api/v1/personas/{persona}/memories/{memory.GetProperty("id").GetString()}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await client.ReadAsync(path)).GetProperty("memories")[0].GetProperty("text").ValueKind);
        await client.SendAsync("/api/v1/chat", new { message = "And now with walnuts, theremin?", personaId = persona });
        Assert.DoesNotContain("allergic", Sent("theremin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_proposes_when_the_persona_asks_it_to_and_only_then()
    {
        using var client = stage.Chat.Person(_person);
        stage.Chat.Simulator.Script(new ScriptedAnswer { Model = "proposer", Times = 0, Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" }, Body = Says("- I live in Oslo\n- I ski") });
        var persona = (await client.SendAsync("/api/v1/personas", new { name = "Tutor", proposesMemories = true }, HttpStatusCode.Created)).GetProperty("id").GetString();
        await client.SendAsync("/api/v1/chat", new { message = "I live in Oslo and ski, by the way", model = "chat/proposer", personaId = persona });
        JsonElement proposed = default;
        await ChatClient.UntilAsync(async () => (proposed = (await client.ReadAsync($"/api/v1/personas/{persona}/memories?state=proposed")).GetProperty("items")).GetArrayLength() == 2, "Nothing was proposed.");
        Assert.All(proposed.EnumerateArray(), m => Assert.Equal("proposed", m.GetProperty("source").GetString()));
        Assert.Contains(stage.Chat.Simulator.Requests, r => r.BodyText.Contains("You decide what an assistant should remember", StringComparison.Ordinal));
        // A persona that does not ask costs no request.
        var before = stage.Chat.Simulator.Requests.Count(r => r.BodyText.Contains("You decide what", StringComparison.Ordinal));
        var quiet = (await client.SendAsync("/api/v1/personas", new { name = "Quiet" }, HttpStatusCode.Created)).GetProperty("id").GetString();
        await client.SendAsync("/api/v1/chat", new { message = "I sail", model = "chat/words", personaId = quiet });
        await client.SendAsync("/api/v1/chat", new { message = "I sail a lot", model = "chat/words", personaId = quiet });
        Assert.Equal(before, stage.Chat.Simulator.Requests.Count(r => r.BodyText.Contains("You decide what", StringComparison.Ordinal)));
    }

    private string Sent(string words) => stage.Chat.Simulator.Requests.Last(r => r.BodyText.Contains(words, StringComparison.Ordinal) && !r.BodyText.Contains("You name conversations", StringComparison.Ordinal)).BodyText;

    private static string Says(string text) =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"proposer","choices":[{"index":0,"delta":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":null}]}"""
        + "\n\n" + """data: {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"proposer","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":5,"total_tokens":10}}"""
        + "\n\ndata: [DONE]\n\n";
}
