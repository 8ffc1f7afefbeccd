using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Nucleus sampling.</summary>
internal sealed class TopP() : Feature("top_p")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "top_p":0.5 """,
        WireFormat.Messages => """ "top_p":0.5 """,
        _ => """ "top_p":0.5 """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("") { Chat = "top_p = 0.5", Messages = "top_p = 0.5", Responses = "top_p = 0.5", Gemini = "generationConfig.topP = 0.5" },
    ];
}
