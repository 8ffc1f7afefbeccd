using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http.Responses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>OpenAI's custom tools, whose input is free text, and other calls that come in more than one telling.</summary>
public sealed class CustomToolTests
{
    private const string Item = """{"type":"custom_tool_call","id":"ctc_1","call_id":"call_1","name":"sql","input":"SELECT \"x\"\n\u00e9 \\"}""";

    [Fact]
    public void Responses_tell_a_custom_call_with_its_text()
    {
        string[] frames =
        [
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"custom_tool_call","id":"ctc_1","call_id":"call_1","name":"sql","input":""}}""",
            """{"type":"response.custom_tool_call_input.delta","output_index":0,"item_id":"ctc_1","delta":"SELECT \"x\""}""",
            """{"type":"response.custom_tool_call_input.delta","output_index":0,"item_id":"ctc_1","delta":"\n\u00e9 \\"}""",
            """{"type":"response.custom_tool_call_input.done","output_index":0,"item_id":"ctc_1","input":"SELECT \"x\"\n\u00e9 \\"}""",
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{Item}}}""",
            """{"type":"response.completed","response":{"status":"completed","output":[]}}""",
        ];
        AssertCall(Read(new OpenAiResponsesDialect().CreateStreamReader(), frames));
        AssertCall(Read(new OpenAiResponsesDialect().CreateWholeReader(), $$"""{"status":"completed","output":[{{Item}}]}"""));
    }

    [Fact]
    public void Chat_tells_a_custom_call_with_its_text()
    {
        AssertCall(Read(new OpenAiChatDialect().CreateStreamReader(),
            """{"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"custom","custom":{"name":"sql","input":""}}]}}]}""",
            """{"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"custom":{"input":"SELECT \"x\""}}]}}]}""",
            """{"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"custom":{"input":"\n\u00e9 \\"}}]},"finish_reason":"tool_calls"}]}""",
            "[DONE]"));
        AssertCall(Read(new OpenAiChatDialect().CreateWholeReader(),
            """{"id":"x","choices":[{"index":0,"message":{"tool_calls":[{"id":"call_1","type":"custom","custom":{"name":"sql","input":"SELECT \"x\"\n\u00e9 \\"}}]},"finish_reason":"tool_calls"}]}"""));
    }

    [Fact]
    public void A_tool_that_the_vendor_runs_itself_is_no_call_although_it_has_the_form_of_one()
    {
        var events = Read(new OpenAiResponsesDialect().CreateWholeReader(),
            """{"status":"completed","output":[{"type":"custom_tool_call","id":"ctc_1","call_id":"xs_call_1","name":"x_keyword_search","input":""}]}""");
        Assert.DoesNotContain(events, e => e.BlockKind is BlockKind.ToolCall or BlockKind.CustomCall);
        Assert.Equal(FinishReason.Stop, events.Single(e => e.Kind == LlmEventKind.Finished).Finish);
    }

    /// <summary>Ids of calls have other forms elsewhere, and go through servers that speak OpenAI's format as they are.</summary>
    [Fact]
    public void A_call_may_have_any_other_id()
    {
        var events = Read(new OpenAiResponsesDialect().CreateWholeReader(),
            """{"status":"completed","output":[{"type":"custom_tool_call","id":"ctc_1","call_id":"toolu_01A","name":"sql","input":"SELECT 1"}]}""");
        Assert.Equal((BlockKind.CustomCall, "toolu_01A"), (events[1].BlockKind, events[1].Id.ToString()));
        Assert.Equal(FinishReason.ToolCalls, events.Single(e => e.Kind == LlmEventKind.Finished).Finish);
    }

    [Fact]
    public void Custom_calls_of_the_history_cross_with_their_results()
    {
        using var responses = JsonDocument.Parse($$"""{"input":[{"role":"user","content":"go"},{{Item}},{"type":"custom_tool_call_output","call_id":"call_1","output":"3 rows"}]}""");
        using var chat = JsonDocument.Parse("""{"messages":[{"role":"user","content":"go"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"custom","custom":{"name":"sql","input":"SELECT \"x\"\n\u00e9 \\"}}]},{"role":"tool","tool_call_id":"call_1","content":"3 rows"}]}""");
        foreach (var prompt in new[] { new OpenAiResponsesDialect().ReadRequest(responses.RootElement), new OpenAiChatDialect().ReadRequest(chat.RootElement) })
        {
            var call = Assert.IsType<ToolCallPart>(Assert.Single(prompt.Turns[1].Parts));
            Assert.Equal(("call_1", "sql", "SELECT \"x\"\né \\"), (call.Id, call.Name, JsonElement.Parse(call.Arguments).GetProperty("input").GetString()));
            Assert.Equal("SELECT \"x\"\né \\", call.Input);
            Assert.Equal("call_1", Assert.IsType<ToolResultPart>(Assert.Single(prompt.Turns[2].Parts)).CallId);
            Assert.Empty(prompt.Unshared);
        }
    }

    /// <summary>As a function's call is: by the id OpenAI would look for thoughts that are not there.</summary>
    [Fact]
    public void A_kept_call_is_given_back_without_its_id()
    {
        var given = JsonElement.Parse(KeptItems.GivenBack(Encoding.UTF8.GetBytes(Item)).Span);
        Assert.False(given.TryGetProperty("id", out _));
        Assert.Equal(("call_1", "sql"), (given.GetProperty("call_id").GetString(), given.GetProperty("name").GetString()));
    }

    /// <summary>The vendor is told of a function whose name it takes, and the caller gets its own tool's.</summary>
    [Fact]
    public void A_custom_call_by_a_name_that_was_fitted_is_the_callers_own()
    {
        using var body = JsonDocument.Parse("""{"input":"x","tools":[{"type":"custom","name":"db.sql"}],"tool_choice":{"type":"custom","name":"db.sql"}}""");
        var prompt = new OpenAiResponsesDialect().ReadRequest(body.RootElement);
        var tools = CustomTools.NamesIn(prompt)!;
        var names = ToolNames.Fit(ref prompt, 64)!;
        var reader = new CustomCallReader(new NamingReader(new OpenAiChatDialect().CreateWholeReader(), names), tools);
        var events = Read(reader, $$$"""{"id":"x","choices":[{"index":0,"message":{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"{{{prompt.Tools[0].Name}}}","arguments":"{\"input\":\"SELECT 1\"}"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.NotEqual("db.sql", prompt.Tools[0].Name);
        Assert.Equal((BlockKind.CustomCall, "db.sql"), (events[1].BlockKind, events[1].Name.ToString()));
        Assert.Equal("SELECT 1", Arguments(events));
    }

    [Theory]
    [InlineData("""{"type":"custom","name":""}""", "tools[0].name")]
    [InlineData("""{"type":"custom","name":"f","format":{"type":"json"}}""", "tools[0].format.type")]
    [InlineData("""{"type":"custom","name":"f","format":{"type":"grammar","syntax":"lark"}}""", "tools[0].format.definition")]
    public void A_broken_definition_is_named(string tool, string param)
    {
        using var responses = JsonDocument.Parse($$"""{"input":"x","tools":[{{tool}}]}""");
        var fault = Assert.Throws<GatewayFaultException>(() => new OpenAiResponsesDialect().ReadRequest(responses.RootElement)).Fault;
        Assert.Equal(param, fault.Param);
    }

    [Fact]
    public void Custom_tools_can_be_the_allowed_ones()
    {
        using var chat = JsonDocument.Parse("""{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"custom","custom":{"name":"a"}},{"type":"custom","custom":{"name":"b"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"custom","custom":{"name":"b"}}]}}}""");
        var prompt = new OpenAiChatDialect().ReadRequest(chat.RootElement);
        Assert.Equal((ToolChoiceMode.Required, "b"), (prompt.ToolChoice!.Mode, Assert.Single(prompt.Tools).Name));
    }

    [Fact]
    public void Arguments_that_come_with_the_beginning_of_a_call_are_not_told_twice()
    {
        var messages = Read(new AnthropicDialect().CreateStreamReader(),
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a":1}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""",
            """{"type":"content_block_stop","index":0}""", """{"type":"message_stop"}""");
        var responses = Read(new OpenAiResponsesDialect().CreateStreamReader(),
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc","call_id":"t","name":"f","arguments":"{\"a\":1}"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc","delta":"{\"a\":1}"}""",
            """{"type":"response.completed","response":{"status":"completed"}}""");
        Assert.Equal("{\"a\":1}", Arguments(messages));
        Assert.Equal("{\"a\":1}", Arguments(responses));
    }

    private static void AssertCall(LlmEvent[] events)
    {
        var call = events.Single(e => e.Kind == LlmEventKind.BlockStarted);
        Assert.Equal((BlockKind.CustomCall, "call_1", "sql"), (call.BlockKind, call.Id.ToString(), call.Name.ToString()));
        Assert.Equal("SELECT \"x\"\né \\", Arguments(events));
        Assert.Equal(FinishReason.ToolCalls, events.Single(e => e.Kind == LlmEventKind.Finished).Finish);
        Assert.Equal(LlmEventKind.Completed, events[^1].Kind);
    }

    private static string Arguments(LlmEvent[] events) => string.Concat(events.Where(e => e.Kind == LlmEventKind.Delta).Select(e => e.Text.ToString()));

    private static LlmEvent[] Read(IAnswerReader reader, params string[] frames)
    {
        var events = new EventBatch();
        foreach (var frame in frames) reader.Read(default, Encoding.UTF8.GetBytes(frame), events);
        reader.End(events);
        return events.Events.ToArray();
    }
}
