using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Randomness.</summary>
internal sealed class Temperature() : Feature("Temperature")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "temperature":0.5 """,
        WireFormat.Messages => """ "temperature":0.5 """,
        _ => """ "temperature":0.5 """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "temperature = 0.5",
            Messages = "temperature = 0.5",
            Responses = "temperature = 0.5",
            Gemini = "generationConfig.temperature = 0.5",
        },
    ];
}
