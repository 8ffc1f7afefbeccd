using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

public sealed class RequestWriterTests
{
    private static readonly UpstreamConfig Upstream = new() { Name = "u", Kind = "messages" };

    [Theory]
    [InlineData(null, null, 4096)]
    [InlineData(null, 64_000L, 64_000)]
    [InlineData(100L, 64_000L, 100)]
    [InlineData(128_000L, 64_000L, 64_000)]
    public void Max_tokens_is_always_set(long? asked, long? known, long expected)
    {
        var prompt = Prompt(p => p.MaxOutputTokens = asked);
        var (body, _) = Write(prompt, new UpstreamTarget(Upstream, "claude-x") { MaxOutputTokens = known });
        Assert.Equal(expected, body.GetProperty("max_tokens").GetInt64());
    }

    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", "low", 16_000, "{\"type\":\"enabled\",\"budget_tokens\":2048}", null)]
    [InlineData("claude-sonnet-4-5-20250929", "high", 4_000, "{\"type\":\"enabled\",\"budget_tokens\":3200}", null)]
    [InlineData("claude-sonnet-4-5-20250929", "high", 1_100, "{\"type\":\"enabled\",\"budget_tokens\":1024}", null)]
    [InlineData("claude-3-7-sonnet-20250219", "medium", 16_000, "{\"type\":\"enabled\",\"budget_tokens\":8192}", null)]
    [InlineData("claude-sonnet-4-20250514", "medium", 16_000, "{\"type\":\"enabled\",\"budget_tokens\":8192}", null)]
    [InlineData("some-other-model", "medium", 16_000, "{\"type\":\"enabled\",\"budget_tokens\":8192}", null)]
    [InlineData("claude-opus-4-6", "medium", 500, "{\"type\":\"adaptive\"}", "medium")]
    [InlineData("us.anthropic.claude-sonnet-4-6-v1", "xhigh", 500, "{\"type\":\"adaptive\"}", "high")]
    [InlineData("claude-opus-4-7", "xhigh", 500, "{\"type\":\"adaptive\",\"display\":\"summarized\"}", "xhigh")]
    [InlineData("anthropic/claude-sonnet-5", "minimal", 500, "{\"type\":\"adaptive\",\"display\":\"summarized\"}", "low")]
    [InlineData("claude-sonnet-4-5-20250929", "none", 4_000, null, null)]
    [InlineData("claude-opus-4-7", "none", 4_000, null, null)]
    [InlineData("claude-opus-5", "none", 4_000, "{\"type\":\"disabled\"}", null)]
    [InlineData("claude-opus-5-5", "none", 4_000, null, "low")]
    public void An_effort_becomes_what_the_model_takes(string model, string effort, long maxTokens, string? thinking, string? written)
    {
        var (body, dropped) = Write(Prompt(p => (p.Reasoning, p.MaxOutputTokens) = (new Reasoning(effort != "none", effort, null), maxTokens)), model);
        Assert.Equal(thinking, body.TryGetProperty("thinking", out var value) ? value.GetRawText() : null);
        Assert.Equal(written, body.TryGetProperty("output_config", out var config) ? config.GetProperty("effort").GetString() : null);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("claude-3-5-haiku-20241022", 16_000)]
    [InlineData("claude-sonnet-4-5-20250929", 1_024)]
    public void Reasoning_that_cannot_be_carried_is_named(string model, long maxTokens)
    {
        var (body, dropped) = Write(Prompt(p => (p.Reasoning, p.MaxOutputTokens) = (new Reasoning(true, "high", null), maxTokens)), model);
        Assert.False(body.TryGetProperty("thinking", out _));
        Assert.Equal(["reasoning_effort"], dropped);
    }

    [Fact]
    public void Thinking_stays_off_behind_tool_calls_whose_thinking_is_not_at_hand()
    {
        var prompt = Prompt(p =>
        {
            (p.Reasoning, p.MaxOutputTokens) = (new Reasoning(true, "high", null), 9_000);
            p.Turns.Add(new Turn(TurnRole.Assistant, [new ToolCallPart("call_1", "f", "{}")]));
            p.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart("call_1", [new TextPart("1")], false)]));
        });
        Assert.Equal(["reasoning_effort"], Write(prompt).Dropped);
        Assert.Empty(Write(prompt, "claude-sonnet-4-6").Dropped);
    }

    [Fact]
    public void Sampling_gives_way_to_thinking_and_is_named()
    {
        var (body, dropped) = Write(Prompt(p =>
            (p.Reasoning, p.MaxOutputTokens, p.Temperature, p.TopP, p.TopK) = (new Reasoning(true, "low", null), 9_000, 0.5, 0.5, 10)));
        Assert.False(body.TryGetProperty("temperature", out _) || body.TryGetProperty("top_p", out _) || body.TryGetProperty("top_k", out _));
        Assert.Equal(["temperature", "top_p", "top_k"], dropped);
    }

    [Fact]
    public void Temperature_is_clamped_to_the_vendors_scale() =>
        Assert.Equal(1, Write(Prompt(p => p.Temperature = 1.7)).Body.GetProperty("temperature").GetDouble());

    [Fact]
    public void What_the_format_does_not_know_is_named_as_the_caller_spelled_it()
    {
        var (_, dropped) = Write(Prompt(p =>
        {
            (p.Seed, p.PresencePenalty, p.FrequencyPenalty, p.Choices) = (1, 0.1, 0.2, 2);
            p.OutputFormat = new OutputFormat(default, null, null, null);
            p.Unshared.Add("logit_bias");
            p.StopSequences.AddRange(["\n", "END"]);
            p.Names[nameof(Parley.Gateway.Messages.Prompt.Seed)] = "the_seed";
        }));
        Assert.Equal(["logit_bias", "stop", "response_format", "presence_penalty", "frequency_penalty", "the_seed", "n"], dropped);
    }

    [Fact]
    public void All_results_of_a_turn_go_first_into_one_message_with_clean_ids()
    {
        var (body, _) = Write(Prompt(p =>
        {
            p.Turns.Add(new Turn(TurnRole.Assistant, [new ToolCallPart("call.1", "f", ""), new ToolCallPart("call_1", "g", "{broken")]));
            p.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart("call.1", [new TextPart("one")], false)]));
            p.Turns.Add(new Turn(TurnRole.User, [new TextPart("and")]));
            p.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart("call_1", [], true)]));
        }));
        var messages = body.GetProperty("messages");
        Assert.Equal(3, messages.GetArrayLength());
        var calls = messages[1].GetProperty("content");
        var results = messages[2].GetProperty("content");
        Assert.Matches("^call_1_[0-9a-f]{8}$", calls[0].GetProperty("id").GetString());
        Assert.Equal(calls[0].GetProperty("id").GetString(), results[0].GetProperty("tool_use_id").GetString());
        Assert.Equal("call_1", results[1].GetProperty("tool_use_id").GetString());
        Assert.Equal("{}", calls[0].GetProperty("input").GetRawText());
        Assert.Equal("{broken", calls[1].GetProperty("input").GetProperty("INVALID_JSON").GetString());
        Assert.Equal("{\"type\":\"text\",\"text\":\"and\"}", results[2].GetRawText());
    }

    [Fact]
    public void Parts_that_cannot_cross_are_left_out_and_named()
    {
        using var data = JsonDocument.Parse("\"AAAA\"");
        var (body, dropped) = Write(Prompt(p =>
        {
            p.Turns.Add(new Turn(TurnRole.Assistant, [new ReasoningPart("secret", null), new RefusalPart("no"), new OpaquePart("odd")]));
            p.Turns.Add(new Turn(TurnRole.User,
            [
                new AudioPart(data.RootElement, "wav"), new ImagePart(new UrlSource("https://example.com"), "high"),
                new DocumentPart(new Base64Source("application/zip", data.RootElement), "a.zip"), new DocumentPart(new FileSource("file-1"), null),
            ]));
        }));
        Assert.Equal(
        [
            "messages.reasoning_content", "messages.content.odd", "messages.content.input_audio", "messages.content.image_url.detail",
            "messages.content.file", "messages.content.file.file_id",
        ], dropped);
        Assert.Equal("[{\"type\":\"text\",\"text\":\"no\"}]", body.GetProperty("messages")[1].GetProperty("content").GetRawText());
        Assert.Equal(1, body.GetProperty("messages")[2].GetProperty("content").GetArrayLength());
    }

    [Fact]
    public void A_data_url_is_sent_as_base64()
    {
        using var url = JsonDocument.Parse("\"data:image\\/png;base64,iVBO+w==\"");
        var (body, _) = Write(Prompt(p => p.Turns[0].Parts.Add(new ImagePart(new Base64Source("image/png", url.RootElement, 22), null))));
        Assert.Equal("iVBO+w==", body.GetProperty("messages")[0].GetProperty("content")[1].GetProperty("source").GetProperty("data").GetString());
    }

    [Fact]
    public void A_text_file_in_base64_is_sent_as_text()
    {
        using var text = JsonDocument.Parse("\"aGVsbG8=\"");
        var (body, _) = Write(Prompt(p => p.Turns[0].Parts.Add(new DocumentPart(new Base64Source("text/plain", text.RootElement), "h.txt"))));
        Assert.Equal("{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"hello\"},\"title\":\"h.txt\"}",
            body.GetProperty("messages")[0].GetProperty("content")[1].GetRawText());
    }

    [Fact]
    public void Instructions_alone_become_the_message_that_the_vendor_wants()
    {
        var prompt = new Prompt();
        prompt.System.Add(new TextPart("Say hi"));
        var (body, _) = Write(prompt);
        Assert.False(body.TryGetProperty("system", out _));
        Assert.Equal("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Say hi\"}]}]", body.GetProperty("messages").GetRawText());
    }

    [Theory]
    [InlineData(null, false, "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}")]
    [InlineData(ToolChoiceMode.Required, null, "{\"type\":\"any\"}")]
    [InlineData(ToolChoiceMode.Named, false, "{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}")]
    [InlineData(ToolChoiceMode.None, false, "{\"type\":\"none\"}")]
    [InlineData(ToolChoiceMode.Auto, true, "{\"type\":\"auto\"}")]
    [InlineData(null, true, null)]
    public void The_choice_of_tools_is_written(ToolChoiceMode? mode, bool? parallel, string? expected)
    {
        var (body, _) = Write(Prompt(p =>
        {
            p.Tools.Add(new ToolDefinition("f", null, default));
            p.ToolChoice = mode is { } chosen ? new ToolChoice(chosen, chosen == ToolChoiceMode.Named ? "f" : null) : null;
            p.ParallelToolCalls = parallel;
        }));
        Assert.Equal(expected, body.TryGetProperty("tool_choice", out var choice) ? choice.GetRawText() : null);
        Assert.Equal("[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]", body.GetProperty("tools").GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"default":{"type":"object","properties":{}},"enum":{"type":["object","null"]}}}""",
        """{"additionalProperties":false,"type":"object","properties":{"default":{"additionalProperties":false,"type":"object","properties":{}},"enum":{"additionalProperties":false,"type":["object","null"]}}}""")]
    [InlineData("""{"type":"object","additionalProperties":false,"default":{"type":"object"},"$defs":{"required":{"type":"object"}},"anyOf":[{"type":"object"}]}""",
        """{"type":"object","additionalProperties":false,"default":{"type":"object"},"$defs":{"required":{"additionalProperties":false,"type":"object"}},"anyOf":[{"additionalProperties":false,"type":"object"}]}""")]
    public void Objects_of_a_schema_are_closed_at_every_depth_and_values_are_not_taken_for_schemas(string schema, string expected)
    {
        var (body, _) = Write(Prompt(p => p.OutputFormat = new OutputFormat(JsonElement.Parse(schema), "f", null, null)));
        Assert.Equal(expected, body.GetProperty("output_config").GetProperty("format").GetProperty("schema").GetRawText());
    }

    private static Prompt Prompt(Action<Prompt> change)
    {
        var prompt = new Prompt();
        prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart("hello")]));
        change(prompt);
        return prompt;
    }

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(Prompt prompt, string model = "claude-sonnet-4-5-20250929") =>
        Write(prompt, new UpstreamTarget(Upstream, model));

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(Prompt prompt, UpstreamTarget target)
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = new AnthropicDialect().WriteRequest(prompt, target, stream: true, output);
        using var document = JsonDocument.Parse(output.WrittenMemory);
        Assert.True(document.RootElement.GetProperty("stream").GetBoolean());
        return (document.RootElement.Clone(), dropped);
    }
}
