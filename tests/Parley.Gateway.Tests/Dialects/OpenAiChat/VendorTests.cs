using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

/// <summary>What one vendor of this format refuses and another wants, as their documentation and error messages tell it.</summary>
public sealed class VendorTests
{
    private const string OpenAi = "https://api.openai.com/v1";

    [Theory]
    [InlineData("gpt-4o", false)]
    [InlineData("gpt-5-chat-latest", false)]
    [InlineData("gpt-5.1", false)]
    [InlineData("gpt-5", true)]
    [InlineData("gpt-5-mini-2025-08-07", true)]
    [InlineData("o3", true)]
    [InlineData("o4-mini", true)]
    public void Reasoning_models_that_refuse_sampling_are_not_asked_for_it(string model, bool refuses)
    {
        var (body, dropped) = Write("\"temperature\":0.2,\"top_p\":0.9,\"stop_sequences\":[\"a\"]", OpenAi, model);
        foreach (var name in (string[])["temperature", "top_p", "stop"]) Assert.Equal(!refuses, body.TryGetProperty(name, out _));
        Assert.Equal(refuses ? ["stop_sequences", "temperature", "top_p"] : [], dropped);
    }

    /// <summary>A company's proxy and OpenRouter pass on what OpenAI's reasoning models would answer with 400 "Unsupported parameter".</summary>
    [Theory]
    [InlineData("https://llm.example.com/v1", "gpt-5", true, true)]
    [InlineData("https://llm.example.com/v1", "o3-mini", true, true)]
    [InlineData("https://llm.example.com/v1", "gpt-5.1-codex", true, false)]
    [InlineData("https://llm.example.com/v1", "gpt-5-chat-latest", true, false)]
    [InlineData("https://openrouter.ai/api/v1", "openai/gpt-5-mini", true, true)]
    [InlineData("https://openrouter.ai/api/v1", "openai/o4-mini:online", true, true)]
    [InlineData("https://openrouter.ai/api/v1", "openai/gpt-oss-120b", false, false)]
    [InlineData("https://openrouter.ai/api/v1", "someone/o1-like", false, false)]
    [InlineData("http://127.0.0.1:8000/v1", "o1nly-mine", false, false)]
    [InlineData("http://127.0.0.1:8000/v1", "gpt-4o", false, false)]
    [InlineData("https://api.mistral.ai/v1", "o1", false, false)]
    [InlineData("https://api.deepseek.com", "o1", false, false)]
    [InlineData(OpenAi, "gpt-4o", true, false)]
    public void OpenAIs_reasoning_models_are_known_by_name_on_other_hosts(string baseUrl, string model, bool isNewest, bool refuses)
    {
        var (body, dropped) = Write("\"temperature\":0.2,\"stop_sequences\":[\"a\"]", baseUrl, model);
        Assert.Equal((isNewest, !isNewest), (body.TryGetProperty("max_completion_tokens", out _), body.TryGetProperty("max_tokens", out _)));
        foreach (var name in (string[])["temperature", "stop"]) Assert.Equal(!refuses, body.TryGetProperty(name, out _));
        Assert.Equal(refuses ? ["stop_sequences", "temperature"] : [], dropped);
    }

    /// <summary>Limits of length are OpenAI's, wherever its model is served; fields of its own go to no other host.</summary>
    [Fact]
    public void Lengths_that_OpenAI_refuses_are_kept_on_other_hosts()
    {
        const string Proxy = "https://llm.example.com/v1";
        Assert.Equal(5, Write("\"stop_sequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]", Proxy, "llama").Body.GetProperty("stop").GetArrayLength());
        Assert.Equal(4, Write("\"stop_sequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]", Proxy, "gpt-5.1").Body.GetProperty("stop").GetArrayLength());
    }

    [Fact]
    public void The_usual_value_of_a_refused_parameter_is_not_missed() =>
        Assert.Empty(Write("\"temperature\":1", OpenAi, "gpt-5").Dropped);

    [Theory]
    [InlineData(OpenAi, 4)]
    [InlineData("https://api.deepseek.com", 6)]
    public void OpenAI_takes_four_stop_sequences(string baseUrl, int taken)
    {
        var (body, dropped) = Write("\"stop_sequences\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]", baseUrl, "gpt-4o");
        Assert.Equal(taken, body.GetProperty("stop").GetArrayLength());
        Assert.Equal(taken < 6 ? ["stop_sequences"] : [], dropped);
    }

    /// <summary>OpenAI takes 64 characters, OpenRouter and Zhipu 128, and any other host may pass it on to one of them.</summary>
    [Theory, InlineData(OpenAi, "gpt-4o"), InlineData("https://llm.example.com/v1", "gpt-5"), InlineData("https://llm.example.com/v1", "llama"), InlineData("https://api.deepseek.com", "m")]
    public void A_name_of_a_user_that_vendors_would_refuse_becomes_its_hash(string baseUrl, string model)
    {
        var name = "user_" + new string('a', 100);
        var (body, dropped) = Write($"\"metadata\":{{\"user_id\":\"{name}\"}}", baseUrl, model);
        Assert.Equal("94546a4e1220174b0d743eca6cf810c982c2a15c5155b2425f", body.GetProperty("user").GetString()![..50]);
        Assert.Equal(64, body.GetProperty("user").GetString()!.Length);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("https://api.deepseek.com", true)]
    [InlineData("https://api.moonshot.ai/v1", true)]
    [InlineData(OpenAi, false)]
    public void Reasoning_of_a_turn_that_called_tools_goes_back_where_it_must_and_is_named_elsewhere(string baseUrl, bool wanted)
    {
        var (body, dropped) = Write("", baseUrl, "m", """
            {"role":"user","content":"q"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"I \"think\"","signature":"s"},{"type":"tool_use","id":"t","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}
            """);
        var assistant = body.GetProperty("messages")[1];
        Assert.Equal(wanted ? "I \"think\"" : null, assistant.TryGetProperty("reasoning_content", out var text) ? text.GetString() : null);
        Assert.Equal(wanted ? [] : ["messages.content.thinking"], dropped);
    }

    [Theory]
    [InlineData("https://api.mistral.ai/v1", "toolu_01A09q90qw90lq917835lq9", "^[0-9A-Za-z]{9}$")]
    [InlineData("https://api.mistral.ai/v1", "D681PevKs", "^D681PevKs$")]
    [InlineData("https://api.mistral.ai/v1", "call_0_1-", "^[0-9A-Za-z]{9}$")]
    [InlineData(OpenAi, "toolu_01A09q90qw90lq917835lq9", "^toolu_01A09q90qw90lq917835lq9$")]
    [InlineData(OpenAi, "toolu_an-id-that-another-gateway-made-far-too-long-for-it", "^call_[0-9a-f]{32}$")]
    [InlineData("https://api.deepseek.com", "toolu_an-id-that-another-gateway-made-far-too-long-for-it", "far-too-long-for-it$")]
    public void An_id_of_a_call_takes_the_vendors_form_and_its_result_finds_it(string baseUrl, string id, string form)
    {
        var messages = $$$"""
            {"role":"user","content":"q"},
            {"role":"assistant","content":[{"type":"tool_use","id":"{{{id}}}","name":"f","input":{}},{"type":"tool_use","id":"{{{id[..^1]}}}x","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"r"}]}
            """;
        var turns = Write("", baseUrl, "m", messages).Body.GetProperty("messages");
        var calls = turns[1].GetProperty("tool_calls").EnumerateArray().Select(call => call.GetProperty("id").GetString()!).ToList();
        Assert.Matches(form, calls[0]);
        Assert.NotEqual(calls[0], calls[1]);
        Assert.Equal(calls[0], turns[2].GetProperty("tool_call_id").GetString());
        Assert.Equal(turns.GetRawText(), Write("", baseUrl, "m", messages).Body.GetProperty("messages").GetRawText());
    }

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(string members, string baseUrl, string model, string messages = """{"role":"user","content":"q"}""")
    {
        var request = JsonElement.Parse($$"""{"model":"m","max_tokens":9,"messages":[{{messages}}]{{(members.Length > 0 ? "," : "")}}{{members}}}""");
        var output = new ArrayBufferWriter<byte>();
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "chat", BaseUrl = new Uri(baseUrl) }, model);
        var dropped = new OpenAiChatDialect().WriteRequest(new AnthropicDialect().ReadRequest(request), target, stream: false, output);
        return (JsonElement.Parse(output.WrittenSpan), dropped);
    }
}
