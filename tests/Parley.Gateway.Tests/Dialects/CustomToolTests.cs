using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>OpenAI's custom tools, whose input is free text, and other calls that come in more than one telling.</summary>
public sealed class CustomToolTests
{
    private const string Item = """{"type":"custom_tool_call","id":"ctc_1","call_id":"call_1","name":"sql","input":"SELECT \"x\"\n\u00e9 \\"}""";

    [Fact]
    public void Responses_tell_a_custom_call_as_a_call_with_one_argument()
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
    public void Chat_tells_a_custom_call_as_a_call_with_one_argument()
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
        Assert.DoesNotContain(events, e => e.BlockKind == BlockKind.ToolCall);
        Assert.Equal(FinishReason.Stop, events.Single(e => e.Kind == LlmEventKind.Finished).Finish);
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
            Assert.Equal("call_1", Assert.IsType<ToolResultPart>(Assert.Single(prompt.Turns[2].Parts)).CallId);
            Assert.Empty(prompt.Unshared);
        }
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
        Assert.Equal((BlockKind.ToolCall, "call_1", "sql"), (call.BlockKind, call.Id.ToString(), call.Name.ToString()));
        Assert.Equal("SELECT \"x\"\né \\", JsonElement.Parse(Arguments(events)).GetProperty("input").GetString());
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
