using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Less repetition, and the same answer again.</summary>
internal sealed class Penalties() : Feature("Penalties and seed")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "presence_penalty":0.5,"frequency_penalty":0.25,"seed":7 """,
        _ => null,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("The format has neither penalties nor a seed.") { Chat = "presence_penalty = 0.5", Gemini = "generationConfig.presencePenalty = 0.5" },
        new("The format has neither penalties nor a seed.") { Chat = "frequency_penalty = 0.25", Gemini = "generationConfig.frequencyPenalty = 0.25" },
        new("The format has neither penalties nor a seed.") { Chat = "seed = 7", Gemini = "generationConfig.seed = 7" },
    ];
}
