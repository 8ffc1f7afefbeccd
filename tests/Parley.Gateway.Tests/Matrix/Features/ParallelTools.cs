using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Several calls in one turn.</summary>
internal sealed class ParallelTools() : Feature("Parallel tools")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """
            "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}},{"id":"call_2","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"hot"},{"role":"tool","tool_call_id":"call_2","content":"cold"}]
            """,
        WireFormat.Messages => """
            "tools":[{"name":"weather","description":"Tells it.","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Rome"}},{"type":"tool_use","id":"call_2","name":"weather","input":{"city":"Oslo"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"hot"},{"type":"tool_result","tool_use_id":"call_2","content":"cold"}]}]
            """,
        _ => """
            "tools":[{"type":"function","name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],
            "input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Rome\"}"},{"type":"function_call","call_id":"call_2","name":"weather","arguments":"{\"city\":\"Oslo\"}"},{"type":"function_call_output","call_id":"call_1","output":"hot"},{"type":"function_call_output","call_id":"call_2","output":"cold"}]
            """,
    };

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("call", """{"city":"Bonn"}""", "call_8", "weather"), new("call", """{"city":"Graz"}""", "call_9", "weather")]));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "messages.*.tool_calls.*.id = call_1 & messages.*.tool_calls.*.function.arguments ~ Rome",
            Messages = "messages.*.content.*.id = call_1 & messages.*.content.*.input.city = Rome",
            Responses = "input.*.call_id = call_1 & input.*.arguments ~ Rome",
            Gemini = "contents.*.parts.*.functionCall.id = call_1 & contents.*.parts.*.functionCall.args.city = Rome",
        },
        new("")
        {
            Chat = "messages.*.tool_call_id = call_1 & messages.*.content = hot",
            Messages = "messages.*.content.*.tool_use_id = call_1 & messages.*.content.*.content = hot",
            Responses = "input.*.call_id = call_1 & input.*.output = hot",
            Gemini = "contents.*.parts.*.functionResponse.id = call_1 & contents.*.parts.*.functionResponse.name = weather & contents.*.parts.*.functionResponse.response.output = hot | contents.*.parts.*.functionResponse.response.result = hot",
        },
        new("")
        {
            Chat = "messages.*.tool_calls.*.id = call_2 & messages.*.tool_calls.*.function.arguments ~ Oslo",
            Messages = "messages.*.content.*.id = call_2 & messages.*.content.*.input.city = Oslo",
            Responses = "input.*.call_id = call_2 & input.*.arguments ~ Oslo",
            Gemini = "contents.*.parts.*.functionCall.id = call_2 & contents.*.parts.*.functionCall.args.city = Oslo",
        },
        new("")
        {
            Chat = "messages.*.tool_call_id = call_2 & messages.*.content = cold",
            Messages = "messages.*.content.*.tool_use_id = call_2 & messages.*.content.*.content = cold",
            Responses = "input.*.call_id = call_2 & input.*.output = cold",
            Gemini = "contents.*.parts.*.functionResponse.id = call_2 & contents.*.parts.*.functionResponse.name = weather & contents.*.parts.*.functionResponse.response.output = cold | contents.*.parts.*.functionResponse.response.result = cold",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.tool_calls.*.id = call_8 & choices.*.message.tool_calls.*.function.arguments ~ Bonn & choices.*.finish_reason = tool_calls",
            Messages = "content.*.id = call_8 & content.*.input.city = Bonn & stop_reason = tool_use",
            Responses = "output.*.call_id = call_8 & output.*.arguments ~ Bonn",
            Gemini = "candidates.*.content.parts.*.functionCall.id = call_8 & candidates.*.content.parts.*.functionCall.args.city = Bonn",
        },
        new("")
        {
            Chat = "choices.*.message.tool_calls.*.id = call_9 & choices.*.message.tool_calls.*.function.arguments ~ Graz & choices.*.finish_reason = tool_calls",
            Messages = "content.*.id = call_9 & content.*.input.city = Graz & stop_reason = tool_use",
            Responses = "output.*.call_id = call_9 & output.*.arguments ~ Graz",
            Gemini = "candidates.*.content.parts.*.functionCall.id = call_9 & candidates.*.content.parts.*.functionCall.args.city = Graz",
        },
    ];
}
