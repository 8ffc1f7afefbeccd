using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Sampling from the likeliest tokens.</summary>
internal sealed class TopK() : Feature("top_k")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Messages => """ "top_k":5 """,
        _ => null,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("The format cannot sample from the likeliest tokens.") { Messages = "top_k = 5", Gemini = "generationConfig.topK = 5" },
    ];
}
