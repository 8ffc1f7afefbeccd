using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class RequestWriterTests
{
    private const string OpenAi = "https://api.openai.com/v1";

    [Fact]
    public void The_vendor_is_told_not_to_store_the_answer() => Assert.False(Write(_ => { }).Body.GetProperty("store").GetBoolean());

    [Fact]
    public void One_system_text_is_the_instructions()
    {
        var (body, _) = Write(p => p.System.AddRange([new TextPart(""), new TextPart("Be \"brief\".")]));
        Assert.Equal("Be \"brief\".", body.GetProperty("instructions").GetString());
        Assert.Equal(1, body.GetProperty("input").GetArrayLength());
    }

    [Fact]
    public void Several_system_texts_come_first_in_their_order()
    {
        var (body, dropped) = Write(p => p.System.AddRange([new TextPart("one") { CacheControl = JsonElement.Parse("{}") }, new TextPart("two")]));
        Assert.False(body.TryGetProperty("instructions", out _));
        Assert.Equal("""[{"type":"message","role":"system","content":"one"},{"type":"message","role":"system","content":"two"},{"type":"message","role":"user","content":[{"type":"input_text","text":"hello"}]}]""", body.GetProperty("input").GetRawText());
        Assert.Equal(["cache_control"], dropped);
    }

    [Fact]
    public void Calls_and_results_are_items_beside_the_messages()
    {
        var (body, dropped) = Write(p =>
        {
            p.Turns.Add(new Turn(TurnRole.Assistant, [new ReasoningPart("Hm", null), new TextPart("I "), new RefusalPart("no"), new ToolCallPart("c1", "f", ""), new TextPart("and"), new OpaquePart("odd")]));
            p.Turns.Add(new Turn(TurnRole.User, [new TextPart("so"), new ToolResultPart("c1", [], true)]));
        });
        Assert.Equal("""
            [{"type":"message","role":"user","content":[{"type":"input_text","text":"hello"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"I "},{"type":"refusal","refusal":"no"}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"and"}]},{"type":"function_call_output","call_id":"c1","output":""},{"type":"message","role":"user","content":[{"type":"input_text","text":"so"}]}]
            """.Trim(), body.GetProperty("input").GetRawText());
        Assert.Equal(["messages.content.thinking", "messages.content.odd", "is_error"], dropped);
    }

    [Fact]
    public void Media_are_sent_in_all_forms_in_messages_and_in_results()
    {
        var data = JsonElement.Parse("\"QUJD\"");
        List<ContentPart> parts =
        [
            new TextPart("see"), new ImagePart(new Base64Source("image/png", data), null), new ImagePart(new UrlSource("https://x/y.png"), "high"),
            new DocumentPart(new Base64Source("application/pdf", data), null), new DocumentPart(new UrlSource("https://x/a.pdf"), "a"), new DocumentPart(new TextSource("words"), "t"),
            new ImagePart(new FileSource("f1"), null), new DocumentPart(new FileSource("f2"), null), new AudioPart(data, "wav"),
        ];
        var (body, dropped) = Write(p => p.Turns.AddRange([new Turn(TurnRole.User, parts), new Turn(TurnRole.Assistant, [new ToolCallPart("c", "f", "{}")]), new Turn(TurnRole.User, [new ToolResultPart("c", parts, false)])]));
        const string Expected = """[{"type":"input_text","text":"see"},{"type":"input_image","detail":"auto","image_url":"data:image/png;base64,QUJD"},{"type":"input_image","detail":"high","image_url":"https://x/y.png"},{"type":"input_file","filename":"document.pdf","file_data":"data:application/pdf;base64,QUJD"},{"type":"input_file","file_url":"https://x/a.pdf"},{"type":"input_text","text":"words"}]""";
        Assert.Equal(Expected, body.GetProperty("input")[1].GetProperty("content").GetRawText());
        Assert.Equal(Expected, body.GetProperty("input")[3].GetProperty("output").GetRawText());
        Assert.Equal(["messages.content.image.file_id", "messages.content.document.file_id", "messages.content.input_audio", "messages.content.document.filename"], dropped);
    }

    [Theory]
    [InlineData("gpt-5", true), InlineData("gpt-4.1", false)]
    public void Reasoning_that_is_switched_off_is_named_where_the_model_reasons(string model, bool isNamed)
    {
        var (body, dropped) = Write(p => p.Reasoning = new Reasoning(false, null, null), model: model);
        Assert.False(body.TryGetProperty("reasoning", out _));
        Assert.Equal(isNamed ? ["reasoning_effort"] : [], dropped);
    }

    [Fact]
    public void An_id_of_a_call_that_is_too_long_becomes_a_shorter_one_that_its_result_finds()
    {
        var id = "toolu_" + new string('x', 80);
        var (body, _) = Write(p => p.Turns.AddRange([new Turn(TurnRole.Assistant, [new ToolCallPart(id, "f", "{}")]), new Turn(TurnRole.User, [new ToolResultPart(id, [new TextPart("r")], false)])]));
        var sent = body.GetProperty("input")[1].GetProperty("call_id").GetString();
        Assert.Matches("^call_[0-9a-f]{32}$", sent);
        Assert.Equal(sent, body.GetProperty("input")[2].GetProperty("call_id").GetString());
    }

    [Fact]
    public void Tools_are_not_strict_unless_they_were_asked_to_be()
    {
        var (body, _) = Write(p =>
        {
            p.Tools.AddRange([new ToolDefinition("f", "d", JsonElement.Parse("""{"type":"object"}""")) { Strict = true }, new ToolDefinition("g", null, default)]);
            (p.ToolChoice, p.ParallelToolCalls) = (new ToolChoice(ToolChoiceMode.Named, "g"), false);
        });
        Assert.Equal("""[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true},{"type":"function","name":"g","parameters":{"type":"object","properties":{}},"strict":false}]""", body.GetProperty("tools").GetRawText());
        Assert.Equal("""{"type":"function","name":"g"}""", body.GetProperty("tool_choice").GetRawText());
        Assert.False(body.GetProperty("parallel_tool_calls").GetBoolean());
    }

    [Fact]
    public void A_choice_without_tools_is_named()
    {
        var (body, dropped) = Write(p => (p.ToolChoice, p.ParallelToolCalls) = (new ToolChoice(ToolChoiceMode.Required), true));
        Assert.False(body.TryGetProperty("tool_choice", out _) || body.TryGetProperty("parallel_tool_calls", out _));
        Assert.Equal(["tool_choice"], dropped);
    }

    [Fact]
    public void What_the_format_does_not_know_is_named_as_the_caller_spelled_it()
    {
        var (_, dropped) = Write(p =>
        {
            (p.Seed, p.PresencePenalty, p.FrequencyPenalty, p.Choices, p.TopK) = (1, 0.1, 0, 2, 5);
            p.StopSequences.Add("END");
            p.Names[nameof(Prompt.StopSequences)] = "stop_sequences";
        });
        Assert.Equal(["stop_sequences", "top_k", "presence_penalty", "seed", "n"], dropped);
    }

    [Theory]
    [InlineData("gpt-4o", "low", null, "temperature")]
    [InlineData("gpt-5", "low", """{"effort":"low","summary":"auto"}""", null)]
    [InlineData("o3", "none", """{"effort":"none"}""", null)]
    [InlineData("gpt-5.1", "max", """{"effort":"high","summary":"auto"}""", "temperature")]
    public void Models_are_asked_for_what_they_take(string model, string effort, string? reasoning, string? sampler)
    {
        var (body, dropped) = Write(p => (p.Temperature, p.TopP, p.Reasoning) = (0.5, 1, new Reasoning(effort != "none", effort, null)), OpenAi, model);
        Assert.Equal(reasoning, body.TryGetProperty("reasoning", out var asked) ? asked.GetRawText() : null);
        Assert.Equal(sampler is not null, body.TryGetProperty("temperature", out _));
        Assert.Equal([.. sampler is null ? ["temperature"] : Array.Empty<string>(), .. reasoning is null ? ["reasoning_effort"] : Array.Empty<string>()], dropped);
    }

    [Theory]
    [InlineData(true, null, 2000L, """{"effort":"low","summary":"auto"}""")]
    [InlineData(true, null, null, """{"summary":"auto"}""")]
    [InlineData(false, null, null, null)]
    public void Reasoning_without_a_word_for_it(bool enabled, string? effort, long? budget, string? expected)
    {
        var (body, _) = Write(p => p.Reasoning = new Reasoning(enabled, effort, budget), OpenAi, "o3");
        Assert.Equal(expected, body.TryGetProperty("reasoning", out var asked) ? asked.GetRawText() : null);
    }

    [Theory]
    [InlineData(OpenAi, 1, 16)]
    [InlineData(OpenAi, 17, 17)]
    [InlineData("http://127.0.0.1:8000/v1", 1, 1)]
    public void A_limit_that_the_vendor_would_refuse_is_raised(string baseUrl, int asked, int sent) =>
        Assert.Equal(sent, Write(p => p.MaxOutputTokens = asked, baseUrl).Body.GetProperty("max_output_tokens").GetInt32());

    [Fact]
    public void The_form_of_the_answer_has_a_name()
    {
        Assert.Equal("""{"format":{"type":"json_schema","name":"answer","strict":true,"schema":{"type":"object"}}}""",
            Write(p => p.OutputFormat = new OutputFormat(JsonElement.Parse("""{"type":"object"}"""), null, null, true)).Body.GetProperty("text").GetRawText());
        Assert.Equal("""{"format":{"type":"json_object"}}""", Write(p => p.OutputFormat = new OutputFormat(default, null, null, null)).Body.GetProperty("text").GetRawText());
    }

    [Theory]
    [InlineData(OpenAi, "safety_identifier", 64)]
    [InlineData("http://127.0.0.1:8000/v1", "user", 64)] // it may be a proxy, and pass it on to OpenAI
    public void A_user_has_the_name_that_the_vendor_takes(string baseUrl, string member, int length)
    {
        Assert.Equal(length, Write(p => p.User = new string('a', 100), baseUrl).Body.GetProperty(member).GetString()!.Length);
        Assert.Equal("anna", Write(p => p.User = "anna", baseUrl).Body.GetProperty(member).GetString());
    }

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(Action<Prompt> change, string baseUrl = OpenAi, string model = "gpt-4.1")
    {
        var prompt = new Prompt();
        prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart("hello")]));
        change(prompt);
        var output = new ArrayBufferWriter<byte>();
        var dropped = new OpenAiResponsesDialect().WriteRequest(prompt, new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "responses", BaseUrl = new Uri(baseUrl) }, model), stream: false, output);
        return (JsonElement.Parse(output.WrittenSpan), dropped);
    }
}
