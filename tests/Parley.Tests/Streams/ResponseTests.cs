using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Streams;

/// <summary>Responses over any upstream: kept, gone on from, made in the background, followed, stopped and forgotten.</summary>
[Collection(BesideOthers.Streams), Trait("Pace", "slow")]
public sealed class ResponseTests(StreamsStage streams) : IClassFixture<StreamsStage>
{
    public static TheoryData<string> Kinds => ["chat", "messages", "responses"];

    private HttpClient Client => streams.Stage.Client;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_response_can_be_asked_for_again(string kind)
    {
        var whole = await PostAsync(new { model = $"{kind}/n3", input = "hello" });
        Assert.Equal(("completed", "response"), (Text(whole, "status"), Text(whole, "object")));
        Assert.Equal(whole.GetRawText(), (await GetAsync(Text(whole, "id"))).GetRawText());

        var events = await EventsAsync(new { model = $"{kind}/n3", input = "hello", stream = true });
        var last = events[^1].GetProperty("response");
        Assert.Equal(last.GetRawText(), (await GetAsync(Text(last, "id"))).GetRawText());
    }

    [Fact]
    public async Task What_is_not_to_be_stored_is_not()
    {
        var whole = await PostAsync(new { model = "chat/n3", input = "hello", store = false });
        Assert.False(whole.GetProperty("store").GetBoolean());
        await ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/v1/responses/{Text(whole, "id")}");
    }

    [Fact]
    public async Task What_a_response_answered_is_listed_in_pages_and_can_be_named()
    {
        var input = Enumerable.Range(0, 45).Select(i => new { role = "user", content = $"part {i}" });
        var id = Text(await PostAsync(new { model = "chat/echo", input }), "id");
        List<string> seen = [];
        for (var page = await GetAsync($"{id}/input_items?order=asc"); ; page = await GetAsync($"{id}/input_items?order=asc&limit=20&after={Text(page, "last_id")}"))
        {
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(i => Text(i.GetProperty("content")[0], "text")));
            if (!page.GetProperty("has_more").GetBoolean()) break;
        }

        Assert.Equal(Enumerable.Range(0, 45).Select(i => $"part {i}"), seen);
        var newest = (await GetAsync($"{id}/input_items?limit=1")).GetProperty("data")[0];
        Assert.Equal("part 44", Text(newest.GetProperty("content")[0], "text"));
        await PostAsync(new { model = "chat/echo", input = new object[] { new { type = "item_reference", id = Text(newest, "id") } } });
        Assert.Contains("part 44", streams.Stage.Simulator.LastRequest!.BodyText, StringComparison.Ordinal);

        foreach (var bad in new[] { "limit=0", "limit=101", "limit=x", "limit=", "order=up", "after=msg_else", "after=" })
            await ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/v1/responses/{id}/input_items?{bad}");
        await ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/v1/responses/resp_else/input_items");
        await ExpectAsync(HttpStatusCode.MethodNotAllowed, HttpMethod.Delete, $"/v1/responses/{id}/input_items");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_conversation_goes_on_from_a_response(string kind)
    {
        var first = await PostAsync(new { model = $"{kind}/echo", input = "one" });
        var second = await PostAsync(new { model = $"{kind}/echo", input = new object[] { new { role = "user", content = "two" } }, previous_response_id = Text(first, "id"), instructions = "Be brief." });
        Assert.Equal(Text(first, "id"), Text(second, "previous_response_id"));
        Assert.Equal(second.GetRawText(), (await GetAsync(Text(second, "id"))).GetRawText());
        var events = await EventsAsync(new { model = $"{kind}/echo", input = "again", previous_response_id = Text(first, "id"), stream = true, store = false });
        Assert.All(events.Where(e => e.TryGetProperty("response", out _)), e => Assert.Equal(Text(first, "id"), Text(e.GetProperty("response"), "previous_response_id")));
        var third = await PostAsync(new { model = "chat/echo", input = "three", previous_response_id = Text(second, "id") });
        Assert.Equal("completed", Text(third, "status"));

        // Whoever serves the third turn sees the whole conversation.
        var sent = JsonDocument.Parse(streams.Stage.Simulator.LastRequest!.BodyText).RootElement.GetProperty("messages").EnumerateArray().Select(m => $"{Text(m, "role")}: {Text(m, "content")}");
        Assert.Equal(["user: one", "assistant: one", "user: two", "assistant: two", "user: three"], sent);
    }

    [Fact]
    public async Task Line_ends_stay_the_vendors_where_its_events_are_mended()
    {
        var first = await PostAsync(new { model = "responses/echo", input = "one" });
        using var request = Post(new { model = "responses/n5-crlf-bytes", input = "two", previous_response_id = Text(first, "id"), stream = true });
        using var response = await Client.SendAsync(request, Token);
        var stream = await response.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain(stream.Replace("\r\n", "", StringComparison.Ordinal), c => c is '\r' or '\n');
        Assert.Equal(Text(first, "id"), Text(Events(stream.Replace("\r", "", StringComparison.Ordinal))[^1].GetProperty("response"), "previous_response_id"));
    }

    [Fact]
    public async Task What_stands_between_a_vendors_events_stays_where_they_are_mended()
    {
        const string Response = """{"id":"resp_1","object":"response","status":"in_progress","model":"comments","output":[],"previous_response_id":null}""";
        var events = $"event: response.created\r\ndata: {{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{Response}}}\r\n\r\n"
            + ": more\r\n\r\n"
            + $"event: response.completed\r\ndata: {{\"type\":\"response.completed\",\"sequence_number\":1,\"response\":{Response.Replace("in_progress", "completed", StringComparison.Ordinal)}}}\r\n\r\n";
        streams.Stage.Simulator.Script(new() { Model = "comments", Body = ": hello\r\n\r\n" + events, Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" } });
        var first = await PostAsync(new { model = "responses/echo", input = "one" });
        using var request = Post(new { model = "responses/comments", input = "two", previous_response_id = Text(first, "id"), stream = true });
        using var response = await Client.SendAsync(request, Token);
        var stream = await response.Content.ReadAsStringAsync(Token);
        Assert.Equal(": hello\r\n\r\n" + events.Replace("\"previous_response_id\":null", $"\"previous_response_id\":\"{Text(first, "id")}\"", StringComparison.Ordinal), stream);
    }

    [Fact]
    public async Task A_server_that_may_not_keep_responses_gets_the_conversation_without_ids()
    {
        var first = await PostAsync(new { model = "responses/echo", input = "one" });
        await PostAsync(new { model = "responses/echo", input = "two", previous_response_id = Text(first, "id") });
        var sent = JsonDocument.Parse(streams.Stage.Simulator.LastRequest!.BodyText).RootElement;
        Assert.Equal(JsonValueKind.Null, sent.GetProperty("previous_response_id").ValueKind);
        var items = sent.GetProperty("input").EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "user"], items.Select(i => Text(i, "role")));
        Assert.All(items, i => Assert.False(i.TryGetProperty("id", out _)));
    }

    [Fact]
    public async Task One_that_is_forgotten_while_it_is_made_does_not_come_back()
    {
        var queued = await PostAsync(new { model = "chat/endless-itl20", input = "hello", background = true });
        await Task.Delay(300, Token);
        using var deleted = await Client.DeleteAsync(new Uri($"/v1/responses/{Text(queued, "id")}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await streams.Stage.QuietAsync();
        await Task.Delay(300, Token);
        await ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/v1/responses/{Text(queued, "id")}");
    }

    [Fact]
    public async Task Cancelling_does_not_wait_for_a_vendor_that_is_heard_out()
    {
        var queued = await PostAsync(new { model = "thorough-chat/n60-itl50-pt21", input = "hello", background = true });
        await Task.Delay(400, Token);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var cancelled = await Client.PostAsync(new Uri($"/v1/responses/{Text(queued, "id")}/cancel", UriKind.Relative), null, Token);
        Assert.Equal("cancelled", Text(await cancelled.Content.ReadFromJsonAsync<JsonElement>(Token), "status"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        await streams.Stage.QuietAsync();
        var record = await streams.Stage.Usage.NewestAsync("thorough-chat/n60-itl50-pt21");
        Assert.Equal(("cancelled", "drain", "reported", 60), (UsageBook.Outcome(record), record.GetProperty("cancelPolicy").GetString(), record.GetProperty("source").GetString(), UsageBook.Tokens(record, "output")));
        Assert.Equal("cancelled", Text(await GetAsync(Text(queued, "id")), "status"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Items_that_are_only_named_are_written_out_for_upstreams_that_never_saw_them(string kind)
    {
        var first = await PostAsync(new { model = "messages/think", input = "one" });
        var named = first.GetProperty("output").EnumerateArray().Select(i => (object)new { type = "item_reference", id = Text(i, "id") });
        object[] input = [new { role = "user", content = "one" }, .. named, new { type = "item_reference", id = "msg_of_nobody" }, new { role = "user", content = "two" }];
        var second = await PostAsync(new { model = $"{kind}/echo", input });
        Assert.Equal("two", Text(second.GetProperty("output")[0].GetProperty("content")[0], "text"));
        var sent = streams.Stage.Simulator.LastRequest!.BodyText;
        Assert.Contains(Text(first.GetProperty("output")[1].GetProperty("content")[0], "text"), sent, StringComparison.Ordinal);
        Assert.Equal(kind == "responses", sent.Contains("msg_of_nobody", StringComparison.Ordinal));
        // It was not sealed: no vendor takes it back.
        Assert.DoesNotContain("\"rs_", sent, StringComparison.Ordinal);

        // And it is kept as it was written out.
        var third = await PostAsync(new { model = "chat/echo", input = "three", previous_response_id = Text(second, "id") });
        Assert.Equal("completed", Text(third, "status"));
        Assert.Contains(Text(first.GetProperty("output")[1].GetProperty("content")[0], "text"), streams.Stage.Simulator.LastRequest!.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_of_other_callers_are_not_written_out()
    {
        var first = await PostAsync(new { model = "messages/n3", input = "one" });
        object[] input = [new { type = "item_reference", id = Text(first.GetProperty("output")[0], "id") }, new { role = "user", content = "two" }];
        using var other = streams.Stage.Parley.CreateClient(await streams.Stage.Parley.CreateKeyAsync("another"));
        using var answer = await other.PostAsJsonAsync("/v1/responses", new { model = "chat/echo", input });
        Assert.Equal("input.item_reference", Assert.Single(answer.Headers.GetValues("x-parley-dropped")));
        Assert.DoesNotContain("lorem", streams.Stage.Simulator.LastRequest!.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_their_results_go_on_too()
    {
        object[] tools = [new { type = "function", name = "get_weather", parameters = new { type = "object" } }];
        var first = await PostAsync(new { model = "messages/tool", input = "Weather?", tools });
        var call = first.GetProperty("output").EnumerateArray().Single(i => Text(i, "type") == "function_call");
        var second = await PostAsync(new
        {
            model = "chat/tool", tools, previous_response_id = Text(first, "id"), input = new object[] { new { type = "function_call_output", call_id = Text(call, "call_id"), output = "sunny" } },
        });
        Assert.Contains("The tool said: sunny", second.GetProperty("output")[0].GetRawText(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task It_is_made_in_the_background(string kind)
    {
        var queued = await PostAsync(new { model = $"{kind}/n5-itl100", input = "hello", background = true });
        Assert.Equal(("queued", true), (Text(queued, "status"), queued.GetProperty("background").GetBoolean()));
        var done = await UntilEndAsync(Text(queued, "id"));
        Assert.Equal(("completed", Text(queued, "id"), true), (Text(done, "status"), Text(done, "id"), done.GetProperty("background").GetBoolean()));
        Assert.Equal(5, done.GetProperty("usage").GetProperty("output_tokens").GetInt32());
        var events = await FollowAsync(Text(queued, "id"), null);
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.All(events.Where(e => e.TryGetProperty("response", out _)), e => Assert.Equal(Text(queued, "id"), Text(e.GetProperty("response"), "id")));
        var late = await FollowAsync(Text(queued, "id"), 3);
        Assert.Equal(events.Skip(4).Select(e => e.GetRawText()), late.Select(e => e.GetRawText()));
    }

    [Fact]
    public async Task Its_stream_can_be_left_and_followed_while_it_is_made()
    {
        using var request = Post(new { model = "chat/n60-itl30", input = "hello", background = true, stream = true });
        using (var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token))
        {
            var first = Encoding.UTF8.GetString(await StreamsStage.ReadSomeAsync(response, 2500));
            var created = JsonDocument.Parse(first.Split('\n').First(l => l.StartsWith("data: ", StringComparison.Ordinal))[6..]).RootElement;
            response.Dispose();
            var rest = await FollowAsync(Text(created.GetProperty("response"), "id"), 5);
            Assert.Equal(6, rest[0].GetProperty("sequence_number").GetInt32());
            Assert.Equal("response.completed", Text(rest[^1], "type"));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task It_can_be_cancelled(string kind)
    {
        var aborted = streams.Stage.Simulator.Stats.ClientAborted;
        var queued = await PostAsync(new { model = $"{kind}/endless-itl20", input = "hello", background = true });
        await Task.Delay(500, Token);
        Assert.Equal("in_progress", Text(await GetAsync(Text(queued, "id")), "status"));
        using var cancelled = await Client.PostAsync(new Uri($"/v1/responses/{Text(queued, "id")}/cancel", UriKind.Relative), null, Token);
        Assert.Equal("cancelled", Text(await cancelled.Content.ReadFromJsonAsync<JsonElement>(Token), "status"));
        await streams.Stage.QuietAsync();
        Assert.Equal(aborted + 1, streams.Stage.Simulator.Stats.ClientAborted);
        Assert.Equal("cancelled", Text(await GetAsync(Text(queued, "id")), "status"));
        Assert.Equal("cancelled", UsageBook.Outcome(await streams.Stage.Usage.NewestAsync($"{kind}/endless-itl20")));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_failure_in_the_background_is_kept(string kind)
    {
        await Parley.Tests.Providers.Eventually.TrueAsync(async () => // what fails at once is refused at once: within half a second, which a busy machine may need more than once
        {
            using var request = Post(new { model = $"{kind}/err400", input = "hello", background = true });
            using var refused = await Client.SendAsync(request, Token);
            return refused.StatusCode == HttpStatusCode.BadRequest;
        });
        var queued = await PostAsync(new { model = $"{kind}/err400-ttft900", input = "hello", background = true });
        var failed = await UntilEndAsync(Text(queued, "id"));
        Assert.Equal("failed", Text(failed, "status"));
        Assert.NotEqual(JsonValueKind.Null, failed.GetProperty("error").ValueKind);
        using var none = Post(new { model = "no-such-model", input = "hello", background = true });
        using var unknown = await Client.SendAsync(none, Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        var cut = await UntilEndAsync(Text(await PostAsync(new { model = $"{kind}/n9-drop4", input = "hello", background = true }), "id"));
        Assert.Equal("failed", Text(cut, "status"));
    }

    [Fact]
    public async Task It_is_forgotten()
    {
        var whole = await PostAsync(new { model = "chat/n3", input = "hello" });
        using var deleted = await Client.DeleteAsync(new Uri($"/v1/responses/{Text(whole, "id")}", UriKind.Relative), Token);
        Assert.Equal($$"""{"id":"{{Text(whole, "id")}}","object":"response","deleted":true}""", await deleted.Content.ReadAsStringAsync(Token));
        await ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/v1/responses/{Text(whole, "id")}");
        await ExpectAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"/v1/responses/{Text(whole, "id")}");
    }

    [Fact]
    public async Task Another_callers_response_is_as_if_it_were_not_there()
    {
        var whole = await PostAsync(new { model = "responses/n3", input = "hello" });
        using var other = streams.Stage.Parley.CreateClient(await streams.Stage.Parley.CreateKeyAsync("other"));
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Delete, ""), (HttpMethod.Post, "/cancel") })
        {
            using var request = new HttpRequestMessage(method, $"/v1/responses/{Text(whole, "id")}{path}");
            using var response = await other.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        using var going = Post(new { model = "responses/n3", input = "go on", previous_response_id = Text(whole, "id") });
        using var refused = await other.SendAsync(going, Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("previous_response_not_found", Text((await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("error"), "code"));
    }

    [Theory]
    [InlineData("""{"model":"chat/n3","input":"x","store":"no"}""", "store")]
    [InlineData("""{"model":"chat/n3","input":"x","background":1}""", "background")]
    [InlineData("""{"model":"chat/n3","input":"x","previous_response_id":7}""", "previous_response_id")]
    [InlineData("""{"model":"chat/n3","input":"x","input":"y"}""", "input")]
    [InlineData("""{"model":"chat/n3","input":"x","background":true,"store":false}""", "store")]
    [InlineData("""{"model":"chat/n3","input":"x","previous_response_id":"resp_none"}""", "previous_response_id")]
    [InlineData("""{"model":"chat/n3","input":"x","previous_response_id":"resp_\u0000"}""", "previous_response_id")]
    public async Task Bad_input_is_refused_and_named(string body, string param)
    {
        using var request = WireCall.ToRequest("/v1/responses", body);
        using var response = await Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, Text((await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("error"), "param"));
    }

    [Fact]
    public async Task What_was_not_made_in_the_background_is_neither_followed_nor_cancelled()
    {
        var whole = await PostAsync(new { model = "chat/n3", input = "hello" });
        await ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/v1/responses/{Text(whole, "id")}?stream=true");
        await ExpectAsync(HttpStatusCode.BadRequest, HttpMethod.Post, $"/v1/responses/{Text(whole, "id")}/cancel");
    }

    [Fact]
    public async Task One_whose_process_was_killed_has_failed()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        using var request = Post(new { model = "chat/endless-itl20", input = "hello", background = true });
        using var response = await stage.Client.SendAsync(request, Token);
        var id = Text(await response.Content.ReadFromJsonAsync<JsonElement>(Token), "id");
        await Task.Delay(700, Token);
        await stage.Parley.KillAsync();
        await stage.Parley.StartAsync();
        var after = await stage.Client.GetFromJsonAsync<JsonElement>($"/v1/responses/{id}", Token);
        Assert.Equal(("failed", "server_error"), (Text(after, "status"), Text(after.GetProperty("error"), "code")));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static HttpRequestMessage Post(object body) => WireCall.ToRequest("/v1/responses", JsonSerializer.Serialize(body));

    private async Task<JsonElement> PostAsync(object body)
    {
        using var request = Post(body);
        using var response = await Client.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private Task<JsonElement> GetAsync(string id) => Client.GetFromJsonAsync<JsonElement>($"/v1/responses/{id}", Token);

    private async Task<JsonElement> UntilEndAsync(string id)
    {
        for (var looks = 0; looks < 200; looks++)
        {
            var response = await GetAsync(id);
            if (Text(response, "status") is not ("queued" or "in_progress")) return response;
            await Task.Delay(50, Token);
        }

        throw new TimeoutException($"{id} does not end.");
    }

    private async Task<List<JsonElement>> EventsAsync(object body)
    {
        using var request = Post(body);
        using var response = await Client.SendAsync(request, Token);
        return Events(await response.Content.ReadAsStringAsync(Token));
    }

    private async Task<List<JsonElement>> FollowAsync(string id, int? after) =>
        Events(await Client.GetStringAsync(new Uri($"/v1/responses/{id}?stream=true{(after is null ? "" : $"&starting_after={after}")}", UriKind.Relative), Token));

    private static List<JsonElement> Events(string stream) =>
        [.. stream.Split('\n').Where(l => l.StartsWith("data: {", StringComparison.Ordinal)).Select(l => JsonDocument.Parse(l[6..]).RootElement)];

    private async Task ExpectAsync(HttpStatusCode status, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await Client.SendAsync(request, Token);
        Assert.Equal(status, response.StatusCode);
    }
}
