using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Parley.Tests.Simulation;

/// <summary>The order, the numbers and the states of a response's events, as the vendor sends them.</summary>
public sealed class ResponsesSimulationTests : SimulatorBench
{
    [Fact]
    public async Task A_text_has_its_events_in_the_vendors_order()
    {
        var events = await StreamAsync("n2");
        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
            ], events.Select(e => e.GetProperty("type").GetString()));
        Assert.All(events.Where(e => e.TryGetProperty("delta", out _)), e => Assert.Equal(16, e.GetProperty("delta").GetString()!.Length + e.GetProperty("obfuscation").GetString()!.Length));
    }

    [Theory]
    [InlineData("n3"), InlineData("think2-n2"), InlineData("thinkraw-n2"), InlineData("redacted-n2"), InlineData("think-redacted-tool"), InlineData("tools3"), InlineData("tool-emptyargs")]
    [InlineData("refuse"), InlineData("filter-n2"), InlineData("length-n2"), InlineData("cite-n2"), InlineData("servertool-around-n2"), InlineData("json"), InlineData("utf-n9-split"), InlineData("ping-n20")]
    public async Task Every_stream_is_numbered_and_folds_to_the_whole_answer(string words)
    {
        var events = await StreamAsync(words);
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        var last = events[^1].GetProperty("response");
        var items = events.Where(e => Type(e) == "response.output_item.done").OrderBy(e => e.GetProperty("output_index").GetInt32()).Select(e => e.GetProperty("item").GetRawText());
        Assert.Equal(items, last.GetProperty("output").EnumerateArray().Select(i => i.GetRawText()));
        var whole = await JsonAsync("/v1/responses", Ask(words, stream: false));
        Assert.Equal(last.GetRawText().Replace(Id(last), Id(whole), StringComparison.Ordinal).Replace(Id(last)[5..], Id(whole)[5..], StringComparison.Ordinal).Replace(Id(last)[^12..], Id(whole)[^12..], StringComparison.Ordinal), whole.GetRawText());
        foreach (var done in events.Where(e => e.TryGetProperty("delta", out _)).GroupBy(e => (Item: e.GetProperty("item_id").GetString(), Part: Part(e))))
            Assert.Contains(events, e => Type(e).EndsWith(".done", StringComparison.Ordinal) && Said(e) == string.Concat(done.Select(d => d.GetProperty("delta").GetString())));
    }

    [Theory]
    [InlineData("n2", "response.completed", "completed", null), InlineData("refuse", "response.completed", "completed", null)]
    [InlineData("length-n2", "response.incomplete", "incomplete", "max_output_tokens"), InlineData("filter-n2", "response.incomplete", "incomplete", "content_filter")]
    public async Task The_end_says_how_it_came(string words, string type, string status, string? reason)
    {
        var last = (await StreamAsync(words))[^1];
        Assert.Equal(type, Type(last));
        Assert.Equal(status, last.GetProperty("response").GetProperty("status").GetString());
        var details = last.GetProperty("response").GetProperty("incomplete_details");
        Assert.Equal(reason, details.ValueKind == JsonValueKind.Null ? null : details.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Arguments_of_parallel_calls_come_in_turn()
    {
        var events = await StreamAsync("tools2", ""","tools":[{"type":"function","name":"first"},{"type":"function","name":"second"}]""");
        var turns = events.Where(e => Type(e) == "response.function_call_arguments.delta").Select(e => e.GetProperty("output_index").GetInt32()).ToArray();
        Assert.Equal([0, 1, 0, 1], turns[..4]);
        var calls = events[^1].GetProperty("response").GetProperty("output").EnumerateArray().ToArray();
        Assert.Equal(["first", "second"], calls.Select(c => c.GetProperty("name").GetString()));
        Assert.All(calls, c => Assert.Equal("Paris", Parse(c.GetProperty("arguments").GetString()!).GetProperty("city").GetString()));
    }

    [Fact]
    public async Task Sealed_reasoning_travels_on_its_item_and_a_summary_may_have_parts()
    {
        var item = (await StreamAsync("think2-redacted-n1"))[^1].GetProperty("response").GetProperty("output")[0];
        Assert.Equal(2, item.GetProperty("summary").GetArrayLength());
        Assert.StartsWith("EmwK", item.GetProperty("encrypted_content").GetString());
    }

    [Fact]
    public async Task A_citation_is_announced_and_stays()
    {
        var events = await StreamAsync("cite-n2");
        var added = events.Single(e => Type(e) == "response.output_text.annotation.added").GetProperty("annotation");
        Assert.Equal("url_citation", added.GetProperty("type").GetString());
        Assert.Equal(added.GetRawText(), events[^1].GetProperty("response").GetProperty("output")[0].GetProperty("content")[0].GetProperty("annotations")[0].GetRawText());
    }

    [Fact]
    public async Task What_was_asked_for_is_repeated_and_padding_can_be_refused()
    {
        var events = await StreamAsync("n1", ""","temperature":0.5,"metadata":{"a":"b"},"stream_options":{"include_obfuscation":false}""");
        Assert.All([events[0], events[^1]], e => Assert.Equal("b", e.GetProperty("response").GetProperty("metadata").GetProperty("a").GetString()));
        Assert.Equal(0.5, events[0].GetProperty("response").GetProperty("temperature").GetDouble());
        Assert.DoesNotContain(events, e => e.TryGetProperty("obfuscation", out _));
    }

    [Fact]
    public async Task Faults_end_a_stream_in_their_ways()
    {
        var failed = await StreamAsync("n5-errmid2");
        Assert.Equal(["error", "response.failed"], failed[^2..].Select(Type));
        Assert.Equal(Id(failed[0].GetProperty("response")), Id(failed[^1].GetProperty("response")));
        Assert.Equal(2, failed.Count(e => Type(e) == "response.output_text.delta"));
        Assert.Equal(Enumerable.Range(0, failed.Length), failed.Select(e => e.GetProperty("sequence_number").GetInt32()));
        var flat = (await StreamAsync("n5-errmid2-errflat"))[^1];
        Assert.Equal("server_error", flat.GetProperty("code").GetString());
        Assert.Equal("response.output_item.done", Type((await StreamAsync("n2-nodone"))[^1]));
        Assert.Equal(JsonValueKind.Null, (await StreamAsync("n2-nousage"))[^1].GetProperty("response").GetProperty("usage").ValueKind);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => StreamAsync("n5-drop2"));
        using var refused = await PostAsync("/responses", Ask("err429-ra3", stream: true));
        Assert.Equal((HttpStatusCode.TooManyRequests, 3), (refused.StatusCode, (int)refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("rate_limit_exceeded", Parse(await refused.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_conversation_is_understood()
    {
        var echo = await JsonAsync("/v1/responses", """{"model":"echo","input":[{"role":"user","content":[{"type":"input_text","text":"say "},{"type":"input_text","text":"this"}]}]}""");
        Assert.Equal("say this", echo.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        var told = await JsonAsync("/v1/responses", """{"model":"tool","input":[{"role":"user","content":"w"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"21"}]}""");
        Assert.Equal("The tool said: 21", told.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        var short_ = await JsonAsync("/v1/responses", """{"model":"obey","input":"x","max_output_tokens":3}""");
        Assert.Equal("max_output_tokens", short_.GetProperty("incomplete_details").GetProperty("reason").GetString());
        Assert.Equal(25, (await JsonAsync("/v1/responses/input_tokens", """{"model":"m","input":"x"}""")).GetProperty("input_tokens").GetInt32());
    }

    private async Task<JsonElement[]> StreamAsync(string words, string more = "")
    {
        using var answer = await PostAsync("/v1/responses", Ask(words, stream: true, more));
        var events = Events(await answer.Content.ReadAsStringAsync());
        Assert.All(events, e => Assert.Equal(e.Name, Parse(e.Data).GetProperty("type").GetString()));
        return [.. events.Select(e => Parse(e.Data))];
    }

    private static string Ask(string words, bool stream, string more = "") =>
        $$"""{"model":"{{words}}","stream":{{stream.ToString(CultureInfo.InvariantCulture).ToLowerInvariant()}},"input":"hi"{{more}}}""";

    private static string Type(JsonElement e) => e.GetProperty("type").GetString()!;

    private static string Id(JsonElement response) => response.GetProperty("id").GetString()!;

    private static int Part(JsonElement e) => e.TryGetProperty("summary_index", out var summary) ? summary.GetInt32() : 0;

    private static string? Said(JsonElement e) =>
        new[] { "text", "refusal", "arguments" }.Select(name => e.TryGetProperty(name, out var said) ? said.GetString() : null).FirstOrDefault(s => s is not null);
}
