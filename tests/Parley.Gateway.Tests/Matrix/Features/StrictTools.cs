using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Arguments that follow the schema.</summary>
internal sealed class StrictTools() : Feature("Strict tools")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "tools":[{"type":"function","function":{"name":"weather","strict":true,"description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}] """,
        WireFormat.Messages => """ "tools":[{"name":"weather","strict":true,"description":"Tells it.","input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}] """,
        _ => """ "tools":[{"type":"function","name":"weather","strict":true,"description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}] """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Arguments are not held to the schema.")
        {
            Chat = "tools.*.function.strict = true",
            Messages = "tools.*.strict = true",
            Responses = "tools.*.strict = true",
        },
    ];
}
