using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Words that end the answer.</summary>
internal sealed class StopSequences() : Feature("Stop sequences")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "stop":["END"] """,
        WireFormat.Messages => """ "stop_sequences":["END"] """,
        _ => null,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("The format has no stop sequences.")
        {
            Chat = "stop.* = END",
            Messages = "stop_sequences.* = END",
            Gemini = "generationConfig.stopSequences.* = END",
        },
    ];
}
