using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Simulator.Scripting;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Pages;

/// <summary>Pages of personas and memory without their script: forms and pages over HTTP.</summary>
public sealed partial class PersonaPagesTests(PersonaPagesTests.Stage stage) : IClassFixture<PersonaPagesTests.Stage>
{
    private readonly Guid _person = ChatStage.NewPerson();

    public sealed class Stage : ChatFixture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_persona_is_made_of_a_template_changed_compared_and_taken_back()
    {
        using var client = stage.Chat.Person(_person);
        Assert.Contains("/personas/new?template=Editor", await GetAsync(client, "/personas"), StringComparison.Ordinal);
        Assert.Contains("value=\"Editor\"", await GetAsync(client, "/personas/new?template=Editor"), StringComparison.Ordinal);
        var path = await MakeAsync(client, ("name", "Editor"), ("systemPrompt", "One.\r\nTwo."));
        var (_, html) = await PostAsync(client, path, ("name", "Reader"), ("systemPrompt", "One.\r\nThree."), ("version", "1"));
        Assert.Contains("value=\"Reader\"", html, StringComparison.Ordinal);
        html = await GetAsync(client, $"{path}/versions");
        Assert.Matches(DeletedTwo(), html);
        Assert.Contains("Version 2", html, StringComparison.Ordinal);
        (_, html) = await PostAsync(client, $"{path}/versions/1/restore", ("version", "2"));
        Assert.Contains("taken back from version 1", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Editor\"", await GetAsync(client, path), StringComparison.Ordinal);
        (_, html) = await PostAsync(client, $"{path}/delete");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(path, UriKind.Relative), Token)).StatusCode);
        Assert.Contains("kept for 30 more days", html, StringComparison.Ordinal);
        (_, html) = await PostAsync(client, $"{path}/restore");
        Assert.Contains("value=\"Editor\"", html, StringComparison.Ordinal);
        await PostAsync(client, $"{path}/delete");
        (_, html) = await PostAsync(client, $"{path}/destroy");
        Assert.DoesNotContain($"{path}/restore", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_saved_is_there_again_with_what_is_wrong()
    {
        using var client = stage.Chat.Person(_person);
        var (status, html) = await PostAsync(client, "/personas", ("name", ""), ("systemPrompt", "Precious <words>"), ("temperature", "9"), ("usesMemory", "on"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Give it a name.", html, StringComparison.Ordinal);
        Assert.Contains("This must be between 0 and 2.", html, StringComparison.Ordinal);
        Assert.Contains("Precious &lt;words&gt;", html, StringComparison.Ordinal);
        // Saved elsewhere meanwhile: mine and theirs are both there, and mine can be saved then.
        var path = await MakeAsync(client, ("name", "Editor"));
        await PostAsync(client, path, ("name", "Theirs"), ("version", "1"));
        (status, html) = await PostAsync(client, path, ("name", "Mine"), ("version", "1"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, status);
        Assert.Contains("value=\"Mine\"", html, StringComparison.Ordinal);
        Assert.Contains("Theirs", html, StringComparison.Ordinal);
        Assert.Contains("name=\"version\" value=\"2\"", html, StringComparison.Ordinal);
        (_, html) = await PostAsync(client, path, ("name", "Mine"), ("version", "2"));
        Assert.Contains("value=\"Mine\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_chosen_beside_the_text_answers_and_greets_in_an_empty_chat()
    {
        using var client = stage.Chat.Person(_person);
        var path = await MakeAsync(client, ("name", "Cook"), ("systemPrompt", "You cook."), ("greeting", "What is for dinner?"), ("starters", "A soup\nA cake"), ("model", "chat/words"), ("usesMemory", "on"));
        var id = path.Split('/')[^1];
        var html = await GetAsync(client, $"/?persona={id}&text=A%20soup");
        Assert.Contains("What is for dinner?", html, StringComparison.Ordinal);
        Assert.Contains(">A soup</textarea>", html, StringComparison.Ordinal);
        Assert.Contains($"text=A%20cake\" data-starter=\"A cake\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Persona: Cook\"", html, StringComparison.Ordinal);
        var (conversation, _) = await TalkAsync(client, "/c/messages", "Remember that I am allergic to hazelnuts. Hello, bassoon", id);
        Assert.Contains("You cook.", stage.Chat.Simulator.Requests.Last(r => r.BodyText.Contains("bassoon", StringComparison.Ordinal) && !r.BodyText.Contains("You name conversations", StringComparison.Ordinal)).BodyText, StringComparison.Ordinal);
        html = await DoneAsync(client, conversation);
        Assert.Contains("Remembered: <q>I am allergic to hazelnuts</q>", html, StringComparison.Ordinal);
        // Why.
        html = await GetAsync(client, WhyPath().Match(html).Value);
        Assert.Contains("Cook</bdi>, version 1", html, StringComparison.Ordinal);
        Assert.Contains("I am allergic to hazelnuts", html, StringComparison.Ordinal);
        // In new chats, and what was written meanwhile is kept.
        (_, html) = await PostAsync(client, "/personas/current", ("Persona", id), ("Message", "half a thought"));
        Assert.Contains("half a thought</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Persona: Cook\"", await GetAsync(client, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persona_that_is_gone_is_told_and_the_message_is_kept()
    {
        using var client = stage.Chat.Person(_person);
        var (status, html) = await PostAsync(client, "/c/messages", ("Message", "Precious words"), ("Model", "small-chat"), ("Persona", Guid.CreateVersion7().ToString()));
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Precious words</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("The persona that was chosen is not there any more.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memories_are_added_changed_and_forgotten()
    {
        using var client = stage.Chat.Person(_person);
        var path = await MakeAsync(client, ("name", "Friend"), ("usesMemory", "on")) + "/memories";
        var (status, html) = await PostAsync(client, path, ("text", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Write what to remember.", html, StringComparison.Ordinal);
        await PostAsync(client, path, ("text", "I ski"));
        (_, html) = await PostAsync(client, path, ("text", "I sail <fast>"));
        Assert.Contains("I sail &lt;fast&gt;", html, StringComparison.Ordinal);
        var id = MemoryId().Match(html).Groups[1].Value;
        (status, html) = await PostAsync(client, $"{path}/{id}", ($"text-{id}", "i SKI."), ("version", "1"));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("remembers that already", html, StringComparison.Ordinal);
        (_, html) = await PostAsync(client, $"{path}/{id}", ($"text-{id}", "I sail slowly"), ("version", "1"));
        Assert.Contains("I sail slowly", html, StringComparison.Ordinal);
        (status, html) = await PostAsync(client, $"{path}/{id}", ($"text-{id}", "I sail backwards"), ("version", "1"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, status);
        Assert.Contains(">I sail backwards</textarea>", html, StringComparison.Ordinal);
        (_, html) = await PostAsync(client, $"{path}/{id}/forget");
        Assert.DoesNotContain("I sail", html, StringComparison.Ordinal);
        (_, html) = await PostAsync(client, $"{path}/forget-all");
        Assert.Contains("Nothing yet", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_stands_below_its_answer_until_somebody_decides()
    {
        using var client = stage.Chat.Person(_person);
        stage.Chat.Simulator.Script(new ScriptedAnswer { Model = "suggester", Times = 0, Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" }, Body = Says("- I live in Bergen\n- I paint") });
        var path = await MakeAsync(client, ("name", "Tutor"), ("model", "chat/suggester"), ("usesMemory", "on"), ("proposesMemories", "on"));
        var (conversation, _) = await TalkAsync(client, "/c/messages", "I live in Bergen and paint", path.Split('/')[^1], "chat/suggester");
        var html = "";
        // A page that is read between the two has the one in its side and both in its chat.
        await ChatClient.UntilAsync(async () => (html = await GetAsync(client, $"/c/{conversation}")).Contains("2 to look at", StringComparison.Ordinal), "Nothing is proposed on the page.");
        Assert.Equal(2, Count(html, "Remember this?"));
        Assert.Contains($"href=\"{path}/memories\"", html, StringComparison.Ordinal);
        var keep = KeepPath().Match(html).Value;
        (_, html) = await PostAsync(client, keep, ("Return", $"/c/{conversation}"));
        Assert.Equal(1, Count(html, "Remember this?"));
        (_, html) = await PostAsync(client, KeepPath().Match(html).Value.Replace("/keep", "/forget", StringComparison.Ordinal), ("Return", $"/c/{conversation}"));
        Assert.Equal(0, Count(html, "Remember this?"));
        Assert.DoesNotContain("to look at", html, StringComparison.Ordinal);
        html = await GetAsync(client, $"{path}/memories");
        Assert.Equal(1, Count(html, "I live in Bergen</span>") + Count(html, "I paint</span>"));
    }

    [Fact]
    public async Task A_persona_that_does_not_remember_is_told_nothing_and_notes_nothing()
    {
        using var client = stage.Chat.Person(_person);
        var path = await MakeAsync(client, ("name", "Stranger"));
        await PostAsync(client, $"{path}/memories", ("text", "I play the ocarina"));
        var (conversation, _) = await TalkAsync(client, "/c/messages", "Remember that I play chess. Which ocarina, dulcimer?", path.Split('/')[^1]);
        var html = await DoneAsync(client, conversation);
        Assert.DoesNotContain("Remembered:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("I play the ocarina", stage.Chat.Simulator.Requests.Last(r => r.BodyText.Contains("dulcimer", StringComparison.Ordinal) && !r.BodyText.Contains("You name conversations", StringComparison.Ordinal)).BodyText, StringComparison.Ordinal);
        Assert.Contains("set not to remember", await GetAsync(client, $"{path}/memories"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_person_s_persona_is_not_there_on_any_page()
    {
        const string Secret = "the heron said";
        using var owner = stage.Chat.Person(_person);
        var id = (await owner.SendAsync("/api/v1/personas", new { name = Secret }, HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var memory = (await owner.SendAsync($"/api/v1/personas/{id}/memories", new { text = Secret }, HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var before = await StateAsync();
        using var other = stage.Chat.Person(ChatStage.NewPerson());
        other.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        await using var mapped = new MappedRoutes();
        var routes = mapped.All.Where(r => r.Path.StartsWith("/personas/{id", StringComparison.Ordinal) && r.Method is ("GET" or "POST")).ToList();
        Assert.True(routes.Count >= 12, $"{routes.Count} routes");
        foreach (var route in routes)
        {
            var path = route.Path.Replace("{id:guid}", id, StringComparison.Ordinal).Replace("{memoryId:guid}", memory, StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal);
            using var answer = route.Method == "GET" ? await other.GetAsync(new Uri(path, UriKind.Relative), Token) : await other.PostAsync(new Uri(path, UriKind.Relative), Form(("name", "x"), ("text", "x"), ($"text-{memory}", "x")), Token);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
            Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var chosen = await other.PostAsync(new Uri("/personas/current", UriKind.Relative), Form(("Persona", id)), Token);
        Assert.Equal(HttpStatusCode.NotFound, chosen.StatusCode);
        Assert.DoesNotContain(Secret, await GetAsync(other, $"/?persona={id}"), StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync());

        async Task<string> StateAsync() => (await owner.ReadAsync("/api/v1/personas")).GetRawText() + (await owner.ReadAsync($"/api/v1/personas/{id}/memories")).GetRawText();
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static async Task<string> MakeAsync(HttpClient client, params (string, string)[] fields)
    {
        using var answer = await client.PostAsync(new Uri("/personas", UriKind.Relative), Form(fields), Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    private static async Task<(HttpStatusCode Status, string Html)> PostAsync(HttpClient client, string path, params (string, string)[] fields)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), Form(fields), Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task<(string Id, string Html)> TalkAsync(HttpClient client, string path, string text, string persona, string model = "chat/words")
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), Form(("Message", text), ("Model", model), ("Persona", persona)), Token);
        var html = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode}: {html}");
        var id = answer.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1];
        await DoneAsync(client, id);
        return (id, html);
    }

    private static async Task<string> DoneAsync(HttpClient client, string conversation)
    {
        var html = "";
        await ChatClient.UntilAsync(async () => !(html = await GetAsync(client, $"/c/{conversation}")).Contains("data-status=\"streaming\"", StringComparison.Ordinal), "The answer is not complete.");
        return html;
    }

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        var html = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} {(int)answer.StatusCode}: {html}");
        return html;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string Says(string text) =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"suggester","choices":[{"index":0,"delta":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":null}]}"""
        + "\n\n" + """data: {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"suggester","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":5,"total_tokens":10}}"""
        + "\n\ndata: [DONE]\n\n";

    [GeneratedRegex("<del class=\"diff\"><span class=\"hidden\">was </span>Two.</del>")]
    private static partial Regex DeletedTwo();

    [GeneratedRegex("/c/[0-9a-f-]{36}/m/[0-9a-f-]{36}/why")]
    private static partial Regex WhyPath();

    [GeneratedRegex("data-memory=\"([0-9a-f-]{36})\"")]
    private static partial Regex MemoryId();

    [GeneratedRegex("/personas/[0-9a-f-]{36}/memories/[0-9a-f-]{36}/keep")]
    private static partial Regex KeepPath();
}
