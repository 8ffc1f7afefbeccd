using System.Text;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Wire;

/// <summary>Chat clients from before there were tools: they send <c>functions</c> and expect a <c>function_call</c>, also from a
/// vendor that never knew either.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class LegacyFunctionsTests(ReliabilityStage stage)
{
    private const string Functions = """
        "functions":[{"name":"get.weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}]
        """;

    [Theory, InlineData("tool"), InlineData("tools3"), InlineData("emptyargs-tool")]
    public async Task A_whole_answer_calls_the_function(string words)
    {
        using var body = JsonDocument.Parse(await AskAsync($$"""{"model":"messages/{{words}}","messages":[{"role":"user","content":"q"}],{{Functions}}}"""));
        var choice = body.RootElement.GetProperty("choices")[0];
        Assert.Equal("function_call", choice.GetProperty("finish_reason").GetString());
        var message = choice.GetProperty("message");
        Assert.False(message.TryGetProperty("tool_calls", out _));
        AssertCall(message.GetProperty("function_call"));
    }

    [Theory, InlineData("tool"), InlineData("tools3"), InlineData("emptyargs-tool")]
    public async Task A_streamed_answer_calls_the_function(string words)
    {
        var text = await AskAsync($$"""{"model":"messages/{{words}}","stream":true,"messages":[{"role":"user","content":"q"}],{{Functions}}}""");
        var (name, arguments, finish) = ("", new StringBuilder(), "");
        foreach (var line in text.Split('\n').Where(l => l.StartsWith("data: {", StringComparison.Ordinal)))
        {
            using var chunk = JsonDocument.Parse(line[6..]);
            var choice = chunk.RootElement.GetProperty("choices")[0];
            finish += choice.GetProperty("finish_reason").GetString();
            var delta = choice.GetProperty("delta");
            Assert.False(delta.TryGetProperty("tool_calls", out _), text);
            if (!delta.TryGetProperty("function_call", out var call)) continue;
            if (call.TryGetProperty("name", out var named)) name += named.GetString();
            arguments.Append(call.GetProperty("arguments").GetString());
        }

        Assert.Equal("function_call", finish);
        AssertCall(JsonSerializer.SerializeToElement(new { name, arguments = arguments.ToString() }));
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vendor_is_asked_for_one_call_at_a_time_and_gets_the_results_of_each()
    {
        await AskAsync($$$"""
            {"model":"messages/n3",{{{Functions}}},"function_call":"auto","messages":[
              {"role":"user","content":"q"},
              {"role":"assistant","content":null,"function_call":{"name":"get.weather","arguments":"{\"city\":\"Rome\"}"}},
              {"role":"function","name":"get.weather","content":"hot"},
              {"role":"assistant","content":null,"function_call":{"name":"get.weather","arguments":"{\"city\":\"Oslo\"}"}},
              {"role":"function","name":"get.weather","content":"cold"}]}
            """);
        using var sent = JsonDocument.Parse(stage.Simulator.LastRequest!.BodyText);
        Assert.True(sent.RootElement.GetProperty("tool_choice").GetProperty("disable_parallel_tool_use").GetBoolean());
        var turns = sent.RootElement.GetProperty("messages");
        Assert.Equal(5, turns.GetArrayLength());
        foreach (var (call, result, city, weather) in new[] { (1, 2, "Rome", "hot"), (3, 4, "Oslo", "cold") })
        {
            var use = turns[call].GetProperty("content")[0];
            var answer = turns[result].GetProperty("content")[0];
            Assert.Equal(("tool_use", "tool_result"), (use.GetProperty("type").GetString(), answer.GetProperty("type").GetString()));
            Assert.Equal(use.GetProperty("id").GetString(), answer.GetProperty("tool_use_id").GetString());
            Assert.Equal((city, weather), (use.GetProperty("input").GetProperty("city").GetString(), answer.GetProperty("content").GetString()));
            Assert.Equal(sent.RootElement.GetProperty("tools")[0].GetProperty("name").GetString(), use.GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task Callers_of_tools_still_get_tool_calls()
    {
        var text = await AskAsync("""{"model":"messages/tools2","stream":true,"messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f"}}]}""");
        Assert.DoesNotContain("function_call\"", text, StringComparison.Ordinal);
        Assert.Contains("\"tool_calls\":[{\"index\":1,\"id\":", text, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"tool_calls\"", text, StringComparison.Ordinal);
    }

    private static void AssertCall(JsonElement call)
    {
        Assert.Equal("get.weather", call.GetProperty("name").GetString());
        using var arguments = JsonDocument.Parse(call.GetProperty("arguments").GetString()!);
        Assert.Equal(JsonValueKind.Object, arguments.RootElement.ValueKind);
    }

    private async Task<string> AskAsync(string body)
    {
        using var request = WireCall.ToRequest("/v1/chat/completions", body);
        using var response = await stage.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }
}
