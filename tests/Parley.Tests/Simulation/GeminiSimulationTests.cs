using System.Net;
using System.Text.Json;

namespace Parley.Tests.Simulation;

/// <summary>generateContent as Google answers it: streamed as events or as an array, whole, and refused.</summary>
public sealed class GeminiSimulationTests : SimulatorBench
{
    private const string Hello = """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""";

    [Theory]
    [InlineData("n3"), InlineData("think-n2"), InlineData("tools3-think-callids"), InlineData("tool-emptyargs"), InlineData("refuse"), InlineData("filter4-n2"), InlineData("length-n2")]
    [InlineData("cite-n2"), InlineData("servertool-n2"), InlineData("json"), InlineData("utf-n9-split"), InlineData("redacted-n1"), InlineData("nousage-n2")]
    public async Task Streams_fold_to_the_whole_answer_and_an_array_holds_the_same(string words)
    {
        var frames = await StreamAsync(words);
        var array = Parse(await (await PostAsync($"/v1beta/models/{words}:streamGenerateContent", Hello)).Content.ReadAsStringAsync()).EnumerateArray().ToArray();
        Assert.Equal(frames.Select(f => Plain(f)), array.Select(f => Plain(f)));
        var whole = await JsonAsync($"/v1beta/models/{words}:generateContent", Hello);
        Assert.Equal(Texts([whole], thought: false), Texts(frames, thought: false));
        Assert.Equal(Texts([whole], thought: true), Texts(frames, thought: true));
        Assert.Equal(Others([whole]), Others(frames));
        Assert.Equal(Plain(whole, "usageMetadata"), Plain(frames[^1], "usageMetadata"));
        Assert.Equal(Finish(whole), Finish(frames[^1]));
        Assert.All(frames, f => Assert.Equal(words, f.GetProperty("modelVersion").GetString()));
    }

    [Theory]
    [InlineData("n2", "STOP"), InlineData("tool", "STOP"), InlineData("length-n2", "MAX_TOKENS"), InlineData("filter-n2", "SAFETY"), InlineData("filter1-n2", "RECITATION"), InlineData("filter4-n2", "SPII")]
    public async Task The_last_frame_says_why_it_is_the_last(string words, string reason)
    {
        var frames = await StreamAsync(words);
        Assert.Equal(reason, Finish(frames[^1]));
        Assert.All(frames[..^1], f => Assert.Null(Finish(f)));
        Assert.All(await StreamAsync($"{words}-nodone"), f => Assert.Null(Finish(f)));
    }

    [Fact]
    public async Task Events_end_their_lines_with_CRLF_and_nothing_follows_the_last()
    {
        var stream = await (await PostAsync("/v1beta/models/n2:streamGenerateContent?alt=sse", Hello)).Content.ReadAsStringAsync();
        Assert.Equal(2, stream.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thinking_is_counted_apart_and_signed_at_the_end_or_on_the_first_call()
    {
        var frames = await StreamAsync("think-n2");
        var usage = frames[^1].GetProperty("usageMetadata");
        Assert.Equal((2, 8, 35), (usage.GetProperty("candidatesTokenCount").GetInt32(), usage.GetProperty("thoughtsTokenCount").GetInt32(), usage.GetProperty("totalTokenCount").GetInt32()));
        Assert.Equal("", Parts(frames[^1])[^1].GetProperty("text").GetString());
        Assert.True(Parts(frames[^1])[^1].TryGetProperty("thoughtSignature", out _));
        var calls = (await StreamAsync("think-tools3")).SelectMany(Parts).Where(p => p.TryGetProperty("functionCall", out _)).ToArray();
        Assert.Equal([true, false, false], calls.Select(c => c.TryGetProperty("thoughtSignature", out _)));
        Assert.All(calls, c => Assert.Equal("Paris", c.GetProperty("functionCall").GetProperty("args").GetProperty("city").GetString()));
    }

    [Fact]
    public async Task A_blocked_prompt_has_no_candidate()
    {
        var frame = Assert.Single(await StreamAsync("refuse"));
        Assert.Equal("PROHIBITED_CONTENT", frame.GetProperty("promptFeedback").GetProperty("blockReason").GetString());
        Assert.False(frame.TryGetProperty("candidates", out _));
    }

    [Fact]
    public async Task Errors_are_Googles()
    {
        using var answer = await PostAsync("/v1beta/models/err429-ra7:generateContent", Hello);
        var error = Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error");
        Assert.Equal((429, "RESOURCE_EXHAUSTED"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal("7s", error.GetProperty("details").EnumerateArray().Last().GetProperty("retryDelay").GetString());
        Assert.Null(answer.Headers.RetryAfter);
        var frames = await StreamAsync("n5-errmid2");
        Assert.Equal((3, 503), (frames.Length, frames[^1].GetProperty("error").GetProperty("code").GetInt32()));
        var array = Parse(await (await PostAsync("/v1beta/models/n5-errmid0:streamGenerateContent", Hello)).Content.ReadAsStringAsync());
        Assert.Equal("UNAVAILABLE", array[0].GetProperty("error").GetProperty("status").GetString());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => StreamAsync("n5-rst2"));
    }

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"stream":true}""", "Unknown name \\\"stream\\\": Cannot find field.")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"max_tokens":1}}""", "Unknown name \\\"max_tokens\\\" at 'generation_config'")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"properties":{"a":{},"b":{"items":{"$ref":"x"}}}}}]}]}""", "'tools[0].function_declarations[0].parameters.properties[1].value.items'")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}""", "valid role")]
    [InlineData("""{"contents":[{"role":"user","parts":[]}]}""", "must not be empty")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}""", "immediately after a function call turn")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"text":"x"}]}]}""", "number of function response parts")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"g","response":{}}}]}]}""", "names of the function response")]
    public async Task A_strict_Google_refuses_what_Google_refuses(string body, string reason)
    {
        using var answer = await PostAsync("/v1beta/models/strict:generateContent", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"b"}]}],"system_instruction":{"parts":[{"text":"s"}]},"generation_config":{"max_output_tokens":9,"responseJsonSchema":{"$ref":"x"}}}""", "b")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"any":{"thing":1}}},"thoughtSignature":"s"}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"21"}}}]}]}""", "The tool said: 21")]
    public async Task A_strict_Google_takes_what_Google_takes(string body, string text)
    {
        var answer = await JsonAsync("/v1beta/models/gemini-3-echo-strict:generateContent", body);
        Assert.Equal(text, Texts([answer], thought: false));
    }

    [Fact]
    public async Task Keys_lists_counts_and_vectors_have_Googles_form()
    {
        await using var locked = await Parley.Simulator.SimulatorServer.StartAsync(new() { Key = "secret" });
        using var client = new HttpClient { BaseAddress = locked.BaseAddress };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/v1beta/models")).StatusCode);
        Assert.Contains("API_KEY_INVALID", await (await client.GetAsync("/v1beta/models?key=wrong")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("x-goog-api-key", "secret");
        var page = Parse(await client.GetStringAsync("/v1/models?pageSize=1"));
        Assert.Equal("models/mock", page.GetProperty("models")[0].GetProperty("name").GetString());
        var next = Parse(await client.GetStringAsync($"/v1beta/models?pageSize=1&pageToken={page.GetProperty("nextPageToken").GetString()}"));
        Assert.Equal("models/mock-2", next.GetProperty("models")[0].GetProperty("name").GetString());
        Assert.Equal(25, (await JsonAsync("/v1beta/models/m:countTokens", Hello)).GetProperty("totalTokens").GetInt32());
        var one = await JsonAsync("/v1beta/models/m:embedContent", """{"content":{"parts":[{"text":"a"}]},"outputDimensionality":3}""");
        var many = await JsonAsync("/v1beta/models/m:batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"b"}]}},{"content":{"parts":[{"text":"a"}]}}]}""");
        Assert.Equal(Floats(one.GetProperty("embedding")), Floats(many.GetProperty("embeddings")[1])[..3]);
        Assert.NotEqual(Floats(many.GetProperty("embeddings")[0]), Floats(many.GetProperty("embeddings")[1]));
    }

    private async Task<JsonElement[]> StreamAsync(string words)
    {
        using var answer = await PostAsync($"/v1beta/models/{words}:streamGenerateContent?alt=sse", Hello);
        return [.. Events(await answer.Content.ReadAsStringAsync()).Select(e => Parse(e.Data))];
    }

    private static JsonElement[] Parts(JsonElement frame) =>
        frame.TryGetProperty("candidates", out var candidates) ? [.. candidates[0].GetProperty("content").GetProperty("parts").EnumerateArray()] : [];

    private static string Texts(JsonElement[] frames, bool thought) => string.Concat(frames.SelectMany(Parts)
        .Where(p => p.TryGetProperty("text", out _) && p.TryGetProperty("thought", out _) == thought).Select(p => p.GetProperty("text").GetString()));

    // Calls and their ids are those of the request: only what does not change is compared.
    private static string[] Others(JsonElement[] frames) => [.. frames.SelectMany(Parts).Where(p => !p.TryGetProperty("text", out _))
        .Select(p => p.TryGetProperty("functionCall", out var call) ? call.GetProperty("name").GetString() + call.GetProperty("args").GetRawText() : p.GetRawText())];

    private static string? Finish(JsonElement frame) =>
        frame.TryGetProperty("candidates", out var candidates) && candidates[0].TryGetProperty("finishReason", out var reason) ? reason.GetString() : null;

    private static string Plain(JsonElement frame, string? field = null)
    {
        if (field is not null) return frame.TryGetProperty(field, out var value) ? value.GetRawText() : "";
        var id = frame.GetProperty("responseId").GetString()!;
        return frame.GetRawText().Replace(id, "", StringComparison.Ordinal).Replace(id[^12..], "", StringComparison.Ordinal);
    }

    private static float[] Floats(JsonElement embedding) => [.. embedding.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())];
}
