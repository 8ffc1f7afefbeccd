using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Providers.ResponseCache;

/// <summary>The response cache as callers see it: the real server, the simulator behind it.</summary>
[Trait("Pace", "slow")]
public sealed class ResponseCacheTests(CacheStage cache) : IClassFixture<CacheStage>
{
    private static readonly string[] Formats = ["chat", "messages", "responses"], Kinds = ["chat", "messages", "responses", "gemini"];

    private static int s_calls;

    private ReliabilityStage Stage => cache.Stage;

    public static TheoryData<string, string, bool> Pairs()
    {
        var rows = new TheoryData<string, string, bool>();
        foreach (var format in Formats) foreach (var kind in Kinds) foreach (var stream in new[] { false, true }) rows.Add(format, kind, stream);
        return rows;
    }

    /// <summary>Passed through or translated, whole or streamed: the same bytes again, and the books say what it was.</summary>
    [Theory, MemberData(nameof(Pairs))]
    public async Task A_hit_is_the_first_answer_byte_for_byte(string format, string kind, bool stream)
    {
        var (path, body) = CacheStage.Call(format, $"{kind}/think-n7-ct5", stream, Prompt());
        var first = await cache.AskAsync(path, body);
        Assert.Equal((200, "miss", "1"), (first.Status, first.Cache, first.Attempts));
        var calls = Stage.Simulator.Stats.Posts;
        var second = await cache.AskAsync(path, body);
        Assert.Equal(first with { Cache = "hit", Attempts = "0", Id = second.Id }, second);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(calls, Stage.Simulator.Stats.Posts);
        Assert.Equal(kind, second.Provider);

        var (paid, free) = (await Stage.Usage.FindAsync(first.Id), await Stage.Usage.FindAsync(second.Id));
        Assert.Equal((false, true), (IsCached(paid!.Value), IsCached(free!.Value)));
        foreach (var same in new[] { "provider", "model", "modelAsked", "tokens", "outcome", "source", "status", "format", "keyId", "error" })
            Assert.Equal(paid.Value.GetProperty(same).GetRawText(), free.Value.GetProperty(same).GetRawText());
        Assert.Equal(("completed", 0), (UsageBook.Outcome(free.Value), free.Value.GetProperty("attempts").GetInt32()));
        Assert.True(UsageBook.Tokens(free.Value, "output") > 0);
    }

    [Theory]
    [InlineData("chat", "chat/tools2-n3")]
    [InlineData("chat", "messages/tool-n3")]
    [InlineData("messages", "chat/tool-n3")]
    [InlineData("responses", "messages/tool-n3")]
    [InlineData("chat", "messages/cite-n3")]
    [InlineData("messages", "messages/redacted-servertool-n3")]
    [InlineData("chat", "chat/ping-crlf-n3")]
    [InlineData("chat", "demo")]
    [InlineData("messages", "demo")]
    public async Task So_are_calls_of_tools_citations_and_what_has_no_wire_form(string format, string model)
    {
        foreach (var stream in new[] { false, true })
        {
            var (path, body) = CacheStage.Call(format, model, stream, Prompt());
            if (model.Contains("tool", StringComparison.Ordinal)) body = WithTool(format, body);
            var first = await cache.AskAsync(path, body);
            Assert.Equal((200, "miss"), (first.Status, first.Cache));
            var second = await cache.AskAsync(path, body);
            Assert.Equal(first with { Cache = "hit", Attempts = "0", Id = second.Id }, second);
        }
    }

    /// <summary>Tools in chat's first form, over another format: the hit was never translated, and must know it all the same.</summary>
    [Fact]
    public async Task So_are_functions_in_chats_first_form()
    {
        foreach (var stream in new[] { "false", "true" })
        {
            var body = $$"""{"model":"messages/tool-n3","stream":{{stream}},"messages":[{"role":"user","content":"{{Prompt()}}"}],"functions":[{"name":"look","parameters":{"type":"object","properties":{"q":{"type":"string"} } } }]}""";
            var first = await cache.AskAsync("/v1/chat/completions", body);
            Assert.Contains("function_call", first.Body, StringComparison.Ordinal);
            var second = await cache.AskAsync("/v1/chat/completions", body);
            Assert.Equal(first with { Cache = "hit", Attempts = "0", Id = second.Id }, second);
        }
    }

    [Fact]
    public async Task Embeddings_and_counts_are_cached()
    {
        foreach (var (path, body) in new[]
        {
            ("/v1/embeddings", $$"""{"model":"chat/embed","input":"{{Prompt()}}"}"""),
            ("/v1/embeddings", $$"""{"model":"gemini/embed","input":"{{Prompt()}}"}"""),
            ("/v1/messages/count_tokens", $$"""{"model":"messages/n3","messages":[{"role":"user","content":"{{Prompt()}}"}]}"""),
            ("/v1/messages/count_tokens", $$"""{"model":"chat/n3","messages":[{"role":"user","content":"{{Prompt()}}"}]}"""),
        })
        {
            var first = await cache.AskAsync(path, body);
            Assert.True((200, "miss") == (first.Status, first.Cache), $"{path} {first}");
            var second = await cache.AskAsync(path, body);
            Assert.Equal(first with { Cache = "hit", Attempts = "0", Id = second.Id }, second);
        }
    }

    [Fact]
    public async Task What_was_not_asked_for_is_off()
    {
        var (path, body) = CacheStage.Call("chat", "chat/n3", stream: false, Prompt());
        foreach (var said in new[] { null, null, "no-store", "max-age=0" })
        {
            var answer = await cache.AskAsync(path, body, said);
            Assert.Equal((200, "off", "1"), (answer.Status, answer.Cache, answer.Attempts));
        }

        Assert.Equal("miss", (await cache.AskAsync(path, body)).Cache);
        Assert.Equal("off", (await cache.AskAsync(path, body, "no-store")).Cache);
        // A response that can be asked for again has an id of its own.
        var stored = $$"""{"model":"responses/n3","input":"{{Prompt()}}"}""";
        Assert.Equal("off", (await cache.AskAsync("/v1/responses", stored)).Cache);
        Assert.Equal("off", (await cache.AskAsync("/v1/responses", stored)).Cache);
    }

    [Theory, InlineData("chat"), InlineData("messages"), InlineData("responses")]
    public async Task Only_if_cached_sends_nothing_and_nonsense_is_refused(string format)
    {
        var (path, body) = CacheStage.Call(format, $"{format}/n3", stream: true, Prompt());
        var calls = Stage.Simulator.Stats.Posts;
        var none = await cache.AskAsync(path, body, "only-if-cached");
        Assert.Equal((504, "miss"), (none.Status, none.Cache));
        Assert.Contains("Nothing was sent to a model", none.Body, StringComparison.Ordinal);
        var record = (await Stage.Usage.FindAsync(none.Id))!.Value;
        Assert.Equal(("cancelled", "not_cached", 0), (UsageBook.Outcome(record), record.GetProperty("error").GetString(), record.GetProperty("attempts").GetInt32()));
        Assert.DoesNotContain($"{none.Id}: failed", Stage.Parley.Process.Output + Stage.Parley.Process.Errors, StringComparison.Ordinal); // it is what the caller asked for
        var nonsense = await cache.AskAsync(path, body, "for-a-while");
        Assert.Equal(400, nonsense.Status);
        Assert.Contains("x-parley-cache", nonsense.Body, StringComparison.Ordinal);
        Assert.Equal(calls, Stage.Simulator.Stats.Posts);
        var first = await cache.AskAsync(path, body);
        var kept = await cache.AskAsync(path, body, "only-if-cached");
        Assert.Equal((200, "hit", first.Body), (kept.Status, kept.Cache, kept.Body));
        Assert.Equal(504, (await cache.AskAsync("/v1/images/generations", """{"model":"chat/image","prompt":"a cat"}""", "only-if-cached")).Status);
    }

    [Fact]
    public async Task Keys_never_share_and_a_changed_byte_misses()
    {
        using var other = Stage.Parley.CreateClient(await Stage.Parley.CreateKeyAsync("other"));
        var (path, body) = CacheStage.Call("chat", "chat/n3", stream: false, Prompt());
        Assert.Equal("miss", (await cache.AskAsync(path, body)).Cache);
        Assert.Equal("miss", (await cache.AskAsync(path, body, client: other)).Cache);
        Assert.Equal("hit", (await cache.AskAsync(path, body, client: other)).Cache);
        Assert.Equal("miss", (await cache.AskAsync(path, body + " ")).Cache);
        Assert.Equal("miss", (await cache.AskAsync(path + "?x=1", body)).Cache);
        Assert.Equal("hit", (await cache.AskAsync(path, body)).Cache);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_crowd_asks_its_vendor_once(bool stream)
    {
        var (path, body) = CacheStage.Call("chat", "chat/ttft300-n5", stream, Prompt());
        var calls = Stage.Simulator.Stats.Posts;
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => cache.AskAsync(path, body)));
        Assert.Equal(calls + 1, Stage.Simulator.Stats.Posts);
        Assert.Single(answers, a => a.Cache == "miss");
        Assert.Equal(63, answers.Count(a => a.Cache == "hit"));
        Assert.Single(answers.Select(a => a.Body).Distinct());
        Assert.Equal(64, answers.Select(a => a.Id).Distinct().Count());
        foreach (var answer in answers) Assert.Equal("completed", UsageBook.Outcome((await Stage.Usage.FindAsync(answer.Id))!.Value));
    }

    [Fact]
    public async Task When_the_vendor_fails_the_first_one_of_the_others_asks_again()
    {
        // The first request of this model name fails, after a while.
        var (path, body) = CacheStage.Call("chat", $"chat/ttft300-n5-err500-first1-x{Interlocked.Increment(ref s_calls)}", stream: false, Prompt());
        var calls = Stage.Simulator.Stats.Posts;
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => cache.AskAsync(path, body)));
        Assert.InRange(Stage.Simulator.Stats.Posts - calls, 2, 3);
        Assert.Single(answers, a => a.Status == 502);
        Assert.Equal(31, answers.Count(a => a.Status == 200));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task When_the_first_client_leaves_one_of_the_others_asks(bool stream)
    {
        var (path, body) = CacheStage.Call("chat", "chat/ttft600-n20-itl20", stream, Prompt());
        var calls = Stage.Simulator.Stats.Posts;
        using var leaving = new CancellationTokenSource();
        var first = cache.AskAsync(path, body, cancellationToken: leaving.Token);
        while (Stage.Simulator.Stats.Posts == calls) await Task.Delay(10, TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 16).Select(_ => cache.AskAsync(path, body)).ToList();
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var answers = await Task.WhenAll(others);
        Assert.All(answers, a => Assert.Equal(200, a.Status));
        Assert.Single(answers, a => a.Cache == "miss");
        Assert.Equal(calls + 2, Stage.Simulator.Stats.Posts);
    }

    [Theory]
    [InlineData("err500", false)]
    [InlineData("err500", true)]
    [InlineData("badjson", false)]
    [InlineData("trunc", false)]
    [InlineData("garbage", false)]
    [InlineData("drop3", true)]
    [InlineData("rst3", true)]
    [InlineData("errmid3", true)]
    [InlineData("garbage", true)]
    public async Task What_fails_is_not_kept(string fault, bool stream)
    {
        var (path, body) = CacheStage.Call("chat", $"chat/n5-{fault}", stream, Prompt());
        await TryAsync(path, body);
        Assert.Equal(504, (await cache.AskAsync(path, body, "only-if-cached")).Status);
    }

    [Fact]
    public async Task A_streams_log_can_be_made_of_a_kept_answer()
    {
        var (path, body) = CacheStage.Call("chat", "chat/n5", stream: true, Prompt());
        var first = await cache.AskAsync(path, body);
        using var request = WireCall.ToRequest(path, body);
        request.Headers.Add("x-parley-cache", "max-age=60");
        request.Headers.Add("x-parley-resumable", "true");
        using var response = await Stage.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("hit", response.Headers.GetValues("x-parley-cache").Single());
        var numbered = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.Body, string.Concat(numbered.Split('\n').Where(l => !l.StartsWith("id: ", StringComparison.Ordinal)).Select(l => l + "\n"))[..^1]);
    }

    private static bool IsCached(JsonElement record) => record.TryGetProperty("cached", out var cached) && cached.GetBoolean();

    private static string Prompt() => $"question {Interlocked.Increment(ref s_calls)}";

    private static string WithTool(string format, string body)
    {
        var schema = """{"type":"object","properties":{"q":{"type":"string"}}}""";
        var tool = format switch
        {
            "chat" => $$"""{"type":"function","function":{"name":"look","parameters":{{schema}} } }""",
            "messages" => $$"""{"name":"look","input_schema":{{schema}} }""",
            _ => $$"""{"type":"function","name":"look","parameters":{{schema}} }""",
        };
        return $$"""{"tools":[{{tool}}],{{body[1..]}}""";
    }

    private async Task TryAsync(string path, string body)
    {
        try
        {
            await cache.AskAsync(path, body);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException)
        {
            // The answer broke off on its way: that is what is wanted.
        }
    }
}
