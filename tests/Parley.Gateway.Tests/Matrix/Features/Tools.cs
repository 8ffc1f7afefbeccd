using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>A tool, an earlier call with its result, and a call.</summary>
internal sealed class Tools() : Feature("Tools")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """
            "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"hot"}]
            """,
        WireFormat.Messages => """
            "tools":[{"name":"weather","description":"Tells it.","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Rome"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"hot"}]}]
            """,
        _ => """
            "tools":[{"type":"function","name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],
            "input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Rome\"}"},{"type":"function_call_output","call_id":"call_1","output":"hot"}]
            """,
    };

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Let me see."), new("call", """{"city":"Bonn"}""", "call_9", "weather")]));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "tools.*.function.name = weather & tools.*.function.parameters.properties.city",
            Messages = "tools.*.name = weather & tools.*.input_schema.properties.city",
            Responses = "tools.*.name = weather & tools.*.parameters.properties.city",
            Gemini = "tools.*.functionDeclarations.*.name = weather & tools.*.functionDeclarations.*.parametersJsonSchema.properties.city",
        },
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
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.tool_calls.*.id = call_9 & choices.*.message.tool_calls.*.function.arguments ~ Bonn & choices.*.finish_reason = tool_calls",
            Messages = "content.*.id = call_9 & content.*.input.city = Bonn & stop_reason = tool_use",
            Responses = "output.*.call_id = call_9 & output.*.arguments ~ Bonn",
            Gemini = "candidates.*.content.parts.*.functionCall.id = call_9 & candidates.*.content.parts.*.functionCall.args.city = Bonn",
        },
    ];
}
