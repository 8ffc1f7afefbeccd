using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Results with pictures, and of tools that failed.</summary>
internal sealed class ToolResults() : Feature("Tool results")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """
            "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"hot"}]
            """,
        WireFormat.Messages => """
            "tools":[{"name":"weather","description":"Tells it.","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Rome"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":[{"type":"text","text":"hot"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}],"is_error":true}]}]
            """,
        _ => """
            "tools":[{"type":"function","name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],
            "input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Rome\"}"},{"type":"function_call_output","call_id":"call_1","output":[{"type":"input_text","text":"hot"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="}]}]
            """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "messages.*.content = hot",
            Messages = "messages.*.content.*.content.*.text = hot | messages.*.content.*.content = hot",
            Responses = "input.*.output.*.text = hot | input.*.output = hot",
            Gemini = "contents.*.parts.*.functionResponse.response.result = hot | contents.*.parts.*.functionResponse.response.error ~ hot",
        },
        new("")
        {
            Chat = "messages.*.content.*.image_url.url ~ iVBORw0KGgo=",
            Messages = "messages.*.content.*.content.*.source.data = iVBORw0KGgo=",
            Responses = "input.*.output.*.image_url ~ iVBORw0KGgo=",
            Gemini = "contents.*.parts.*.inlineData.data = iVBORw0KGgo= | contents.*.parts.*.functionResponse.parts.*.inlineData.data = iVBORw0KGgo=",
        },
        new("That a tool failed is told only by the words of its result.")
        {
            Messages = "messages.*.content.*.is_error = true",
            Gemini = "contents.*.parts.*.functionResponse.response.error ~ hot",
        },
    ];
}
