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

    [Fact]
    public void A_name_of_a_user_that_OpenAI_would_refuse_becomes_its_hash()
    {
        var name = "user_" + new string('a', 100);
        var (body, dropped) = Write($"\"metadata\":{{\"user_id\":\"{name}\"}}", OpenAi, "gpt-4o");
        Assert.Equal(64, body.GetProperty("user").GetString()!.Length);
        Assert.Empty(dropped);
        Assert.Equal(name, Write($"\"metadata\":{{\"user_id\":\"{name}\"}}", "https://api.deepseek.com", "m").Body.GetProperty("user").GetString());
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

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(string members, string baseUrl, string model, string messages = """{"role":"user","content":"q"}""")
    {
        var request = JsonElement.Parse($$"""{"model":"m","max_tokens":9,"messages":[{{messages}}]{{(members.Length > 0 ? "," : "")}}{{members}}}""");
        var output = new ArrayBufferWriter<byte>();
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "chat", BaseUrl = new Uri(baseUrl) }, model);
        var dropped = new OpenAiChatDialect().WriteRequest(new AnthropicDialect().ReadRequest(request), target, stream: false, output);
        return (JsonElement.Parse(output.WrittenSpan), dropped);
    }
}
