using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class RequestTests
{
    private static readonly Golden s_golden = new("OpenAiChat");
    private static readonly OpenAiChatDialect s_dialect = new();

    public static TheoryData<string> Requests => [.. s_golden.Names(".upstream.txt")];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_written_again_as_it_was_meant(string name) =>
        Assert.Equal(s_golden.Text(name + ".upstream.txt"), Written(s_golden.Text(name + ".json"), "https://api.example.com/v1", stream: true));

    [Theory]
    [InlineData("https://api.openai.com/v1", "\"max_completion_tokens\":7")]
    [InlineData("https://x.openai.azure.com/openai/v1", "\"max_completion_tokens\":7")]
    [InlineData("https://api.deepseek.com", "\"max_tokens\":7")]
    public void The_limit_has_the_name_that_the_vendor_knows(string baseUrl, string expected) =>
        Assert.Contains(expected, Written("""{"messages":[{"role":"user","content":"x"}],"max_tokens":7}""", baseUrl, stream: false), StringComparison.Ordinal);

    [Theory]
    [InlineData(1024, "low")]
    [InlineData(8192, "medium")]
    [InlineData(24576, "high")]
    [InlineData(100, "low")]
    public void A_reasoning_budget_becomes_the_nearest_word(long budget, string expected)
    {
        var prompt = new Prompt { Reasoning = new Reasoning(true, null, budget) };
        Assert.Contains($"\"reasoning_effort\":\"{expected}\"", Written(prompt, "https://api.openai.com/v1", "o3"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_is_a_function_although_its_type_is_left_out() => Assert.Contains(
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"",
        Written("""{"messages":[{"role":"user","content":"x"}],"tools":[{"function":{"name":"f","parameters":{"type":"object"}}}]}""", "https://api.example.com", stream: false), StringComparison.Ordinal);

    [Fact]
    public void A_vendors_own_word_about_thinking_is_named_as_dropped() => Assert.EndsWith(
        "dropped: thinking\n", Written("""{"messages":[{"role":"user","content":"x"}],"thinking":{"clear_thinking":false}}""", "https://api.example.com", stream: false), StringComparison.Ordinal);

    [Fact]
    public void Mistral_is_not_sent_what_it_refuses() => Assert.Equal(
        "{\"model\":\"upstream-model\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"random_seed\":1,\"stream\":true}\ndropped: user\n",
        Written("""{"messages":[{"role":"user","content":"x"}],"seed":1,"user":"u"}""", "https://api.mistral.ai/v1", stream: true));

    [Fact]
    public void Names_of_dropped_fields_stay_few_and_short()
    {
        var many = string.Concat(Enumerable.Range(0, 500_000).Select(i => $",\"f{i}\":1"));
        var written = Written($$"""{"messages":[{"role":"user","content":"x"}],"{{new string('z', 5000)}}":1{{many}}}""", "https://api.example.com", stream: false);
        Assert.EndsWith(", f98, ...\n", written, StringComparison.Ordinal);
        Assert.InRange(written.Length, 100, 2000);
    }

    [Fact]
    public void A_model_that_does_not_reason_is_not_asked_to() =>
        Assert.Equal("{\"model\":\"gpt-4o\",\"messages\":[]}\ndropped: reasoning_effort\n",
            Written(new Prompt { Reasoning = new Reasoning(true, null, 2000) }, "https://api.openai.com/v1", "gpt-4o"));

    [Fact]
    public void Images_in_results_follow_in_a_user_message_behind_all_results()
    {
        using var data = JsonDocument.Parse("\"QUJD\"");
        var prompt = new Prompt();
        prompt.Turns.Add(new Turn(TurnRole.Assistant, [new ToolCallPart("a", "f", ""), new ToolCallPart("b", "f", "{}")]));
        prompt.Turns.Add(new Turn(TurnRole.User,
        [
            new ToolResultPart("a", [new TextPart("see"), new ImagePart(new Base64Source("image/png", data.RootElement), null)], IsError: true),
            new ToolResultPart("b", [new DocumentPart(new TextSource("found"), "Doc") { Form = "search_result", Context = "https://example.com/d" }], IsError: false),
            new TextPart("And now?"),
            new DocumentPart(new UrlSource("https://example.com/a.pdf"), null),
            new DocumentPart(new TextSource("words"), "t") { Citations = true, Context = "c" },
        ]));
        Assert.Equal("""
            {"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"see"},{"role":"tool","tool_call_id":"b","content":"found"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}},{"type":"text","text":"And now?"},{"type":"text","text":"words"}]}]}
            dropped: is_error, messages.content.search_result.source, messages.content.search_result.title, messages.content.document.url, messages.content.document.citations, messages.content.document.context, messages.content.document.filename

            """, Written(prompt, "https://api.openai.com/v1", "m"));
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":"hi"}""", "messages")]
    [InlineData("""{"messages":["hi"]}""", "messages[0]")]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"robot","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"user","content":5}]}""", "messages[1].content")]
    [InlineData("""{"messages":[{"role":"assistant"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"x"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":1}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,xx"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"messages":[{"role":"system","content":[{"type":"image_url","image_url":"https://x"}]}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"arguments":"{}"}}]}]}""", "messages[0].tool_calls[0].function.name")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":3}""", "temperature")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":1e999}""", "temperature")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stop":[1]}""", "stop[0]")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""", "tools[0].function")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":[]}}]}""", "tools[0].function.parameters")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tool_choice":"maybe"}""", "tool_choice")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", "response_format.type")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema"}}""", "response_format.json_schema")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"parallel_tool_calls":"no"}""", "parallel_tool_calls")]
    public void Bad_input_is_a_400_that_names_the_field(string body, string? param)
    {
        using var document = JsonDocument.Parse(body);
        var fault = Assert.Throws<GatewayFaultException>(() => s_dialect.ReadRequest(document.RootElement)).Fault;
        Assert.Equal((400, FaultKind.InvalidRequest, param), (fault.Status, fault.Kind, fault.Param));
    }

    private static string Written(string body, string baseUrl, bool stream)
    {
        using var document = JsonDocument.Parse(body);
        return Written(s_dialect.ReadRequest(document.RootElement), baseUrl, "upstream-model", stream);
    }

    private static string Written(Prompt prompt, string baseUrl, string model, bool stream = false)
    {
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "chat", BaseUrl = new Uri(baseUrl) }, model);
        var output = new ArrayBufferWriter<byte>();
        var dropped = s_dialect.WriteRequest(prompt, target, stream, output);
        using var valid = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return $"{Encoding.UTF8.GetString(output.WrittenSpan)}\ndropped: {string.Join(", ", dropped)}\n";
    }
}
