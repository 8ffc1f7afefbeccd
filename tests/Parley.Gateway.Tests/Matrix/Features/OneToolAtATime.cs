using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Several calls in one turn are forbidden.</summary>
internal sealed class OneToolAtATime() : Feature("One tool at a time")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],"parallel_tool_calls":false """,
        WireFormat.Messages => """ "tools":[{"name":"weather","description":"Tells it.","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true} """,
        _ => """ "tools":[{"type":"function","name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],"parallel_tool_calls":false """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("There is no switch that forbids several calls in one turn.")
        {
            Chat = "parallel_tool_calls = false",
            Messages = "tool_choice.disable_parallel_tool_use = true",
            Responses = "parallel_tool_calls = false",
        },
    ];
}
