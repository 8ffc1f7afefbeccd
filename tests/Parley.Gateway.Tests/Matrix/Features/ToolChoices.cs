using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The model must call one tool.</summary>
internal sealed class ToolChoices() : Feature("Tool choice")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],"tool_choice":{"type":"function","function":{"name":"weather"}} """,
        WireFormat.Messages => """ "tools":[{"name":"weather","description":"Tells it.","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],"tool_choice":{"type":"tool","name":"weather"} """,
        _ => """ "tools":[{"type":"function","name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],"tool_choice":{"type":"function","name":"weather"} """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "tool_choice.function.name = weather",
            Messages = "tool_choice.type = tool & tool_choice.name = weather",
            Responses = "tool_choice.name = weather",
            Gemini = "toolConfig.functionCallingConfig.allowedFunctionNames.* = weather & toolConfig.functionCallingConfig.mode = ANY",
        },
    ];
}
